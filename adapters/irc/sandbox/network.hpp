#pragma once
/// The state of the server, and how lines reach its people. The commands (commands.hpp) change it.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "accounts.hpp"
#include "capabilities.hpp"
#include "channel.hpp"
#include "client.hpp"
#include "confab/service/clock.hpp"
#include "confab/service/crypto.hpp"
#include "confab/service/sandbox.hpp"
#include "faults.hpp"
#include "history.hpp"
#include "isupport.hpp"

namespace confab::irc_sandbox {

/// Something a person did, as it goes to each reader with the tags that reader negotiated.
class Doing {
public:
    Doing(const Client& from_in, std::string body_in) : from(from_in), body(std::move(body_in)) {}
    const Client& from;
    std::string body;
    std::string id;  ///< msgid; empty: none.
    std::string client_tags;
    std::string batch;  ///< Reference of the batch it belongs to.
};

class Network {
public:
    static constexpr const char* kName = "irc.sandbox.local";
    static constexpr std::size_t kMaxPeople = 50'000;

    Network(Clock& clock_in, const Crypto& crypto_in) : clock(clock_in), crypto(crypto_in) {}

    Clock& clock;
    const Crypto& crypto;
    Capabilities capabilities;
    Isupport isupport;
    Accounts accounts;
    Faults faults;
    Histories histories;
    /// Read markers: by account or nick, then by folded target.
    std::map<std::string, std::map<std::string, std::string>> markers;
    std::map<std::string, std::string> renamed;  ///< Channels that have another name now, by folded old name.

    std::function<void()> on_change;                      ///< Somebody registered, joined, left.
    std::function<void(const SandboxLine&)> on_bot_line;  ///< The bot said something.

    // People.
    std::string fold(std::string_view name) const { return irc_sandbox::fold(name, isupport.case_mapping()); }
    ClientPtr find(std::string_view nick) const;
    ClientPtr find_registered(std::string_view nick) const;
    /// A made-up person, created on first use. People whose name begins with "guest" have no account.
    ClientPtr person(const std::string& nick);
    const std::map<std::string, ClientPtr>& people() const { return people_; }
    void set_nick(const ClientPtr& client, const std::string& nick);
    void forget(const ClientPtr& client);
    /// The client that counts as the bot: the first that registered, and after it those with the same user
    /// name.
    ClientPtr bot() const { return bot_; }
    void claim_bot(const ClientPtr& client);
    /// After CASEMAPPING changed. Of names that are one now, the first stays.
    void fold_again();

    // Channels.
    Channel* channel(std::string_view name);
    std::map<std::string, Channel>& channels() { return channels_; }
    Channel& make_channel(const std::string& name);
    void remove_member(Client& client, Channel& channel);
    void rename_channel(Channel& channel, const std::string& name);

    // Lines.
    void send(Client& to, const std::string& body, std::string tags = {}) const;
    /// ":server ..."
    void say(Client& to, const std::string& rest, std::string tags = {}) const;
    /// ":server NNN nick rest".
    void reply(Client& to, const char* numeric, const std::string& rest) const;
    /// FAIL, WARN or NOTE: `code` with its context (IRCv3 standard-replies).
    void fail(Client& to, const std::string& command, const std::string& code, const std::string& text,
              const std::string& tags = {}) const;
    void deliver(Client& to, const Doing& doing) const;
    /// The same as no answer to a request of `to`.
    void deliver_aside(Client& to, const Doing& doing) const;
    void to_channel(const Channel& channel, const Doing& doing, const Client* except = nullptr) const;
    /// Everybody who shares a channel with the person, once; not the person.
    void to_neighbours(const Doing& doing, std::string_view capability = {}) const;
    /// As to_neighbours, and those who monitor the person with extended-monitor.
    void to_interested(const Doing& doing, std::string_view capability) const;
    std::vector<ClientPtr> neighbours(const Client& of) const;
    std::string tags_for(const Client& to, const Doing& doing) const;
    void tell_monitors(std::string_view nick, bool online) const;

    std::string next_id() { return "sandbox-" + std::to_string(++last_id_); }
    std::string next_batch() { return "b" + std::to_string(++last_batch_); }
    std::string time_text() const;
    long seconds() const;
    /// Keeps something a person did in a channel, for event-playback.
    void record(const Client& from, const Channel& where, const std::string& command,
                const std::string& rest);

private:
    std::map<std::string, ClientPtr> people_;  // by folded nick; registered or about to be
    std::map<std::string, Channel> channels_;  // by folded name
    ClientPtr bot_;
    std::string bot_user_;
    unsigned long last_id_ = 0;
    unsigned long last_batch_ = 0;
};

}  // namespace confab::irc_sandbox
