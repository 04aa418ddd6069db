#pragma once
/// A small IRC server, written from RFC 1459/2812, the modern IRC documents and the IRCv3 specifications.
/// Knows nothing of the adapter. Everything runs on the I/O thread.

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "client.hpp"
#include "confab/context.hpp"
#include "confab/service/clock.hpp"
#include "confab/service/crypto.hpp"
#include "confab/service/sandbox.hpp"
#include "faults.hpp"
#include "wire.hpp"

namespace confab::irc_sandbox {

class Channel {
public:
    std::string name;  ///< As first written.
    std::string topic;
    std::string key;
    std::map<ClientPtr, bool> members;  ///< Value: channel operator.
};

class Server {
public:
    static constexpr const char* kName = "irc.sandbox.local";
    static constexpr const char* kNetwork = "Sandbox";

    Server(Context& context, Clock& clock, const Crypto& crypto)
        : context_(context), clock_(clock), crypto_(crypto) {}

    Task<void> accept(Listener& listener);

    /// A made-up person, created on first use. People whose name begins with "guest" have no services
    /// account.
    ClientPtr person(const std::string& nick);
    void join(const ClientPtr& client, const std::string& channel);
    /// PRIVMSG or NOTICE, to a channel or a nick. False when there is no such target.
    bool message(const ClientPtr& from, std::string_view command, const std::string& target,
                 const std::string& text, std::string_view client_tags = {});
    void quit(const ClientPtr& client, const std::string& reason);
    void kick(const ClientPtr& by, const std::string& channel, const std::string& nick,
              const std::string& reason);
    ClientPtr find(std::string_view nick) const;
    Channel* channel(std::string_view name);

    /// The client that counts as the bot: the first that registered, and after it those with the same user
    /// name.
    ClientPtr bot() const { return bot_; }
    Faults& faults() { return faults_; }

    std::function<void()> on_change;                      ///< Somebody registered, joined, left.
    std::function<void(const SandboxLine&)> on_bot_line;  ///< The bot said something.

private:
    Task<void> serve(ClientPtr client);
    Task<void> write(ClientPtr client);
    void handle(const ClientPtr& client, std::string_view line);
    bool is_flooding(Client& client);
    void execute(const ClientPtr& client, const Request& request);
    void gone(const ClientPtr& client, const std::string& reason);

    // registration.cpp
    bool execute_registration(const ClientPtr& client, const Request& request);
    void on_cap(Client& client, const Request& request);
    void on_authenticate(Client& client, const Request& request);
    void check_credentials(Client& client);
    void on_nick(const ClientPtr& client, const Request& request);
    void complete_registration(const ClientPtr& client);
    void welcome(Client& client);
    void send_motd(Client& client);

    // channel_commands.cpp
    bool execute_channel(const ClientPtr& client, const Request& request);
    void on_join(const ClientPtr& client, const Request& request);
    void on_part(const ClientPtr& client, const Request& request);
    void on_topic(const ClientPtr& client, const Request& request);
    void on_mode(const ClientPtr& client, const Request& request);
    void remove_member(const ClientPtr& client, const std::string& channel);
    void send_names(Client& to, const Channel& channel);
    void replay_history(Client& to, const Channel& channel);

    // message_commands.cpp
    bool execute_message(const ClientPtr& client, const Request& request);
    bool execute_query(const ClientPtr& client, const Request& request);
    void on_message(const ClientPtr& client, const Request& request);
    void on_who(Client& client, const Request& request);
    void on_whois(Client& client, const Request& request);
    void on_monitor(Client& client, const Request& request);
    void tell_monitors(std::string_view nick, bool online);

    /// ":server NNN nick rest".
    void reply(Client& to, const char* numeric, const std::string& rest);
    bool needs(Client& client, const Request& request, std::size_t args);  ///< Else answers 461.
    /// `body` with the tags that this reader negotiated.
    void deliver(Client& to, const Client& from, const std::string& body, const std::string& message_id = {},
                 std::string_view client_tags = {});
    void to_channel(const Channel& channel, const Client& from, const std::string& body,
                    const Client* except = nullptr);
    /// Everybody who shares a channel with `from`, once.
    void to_neighbours(const ClientPtr& from, const std::string& body, std::string_view capability = {});
    std::string time_tag() const;

    Context& context_;
    Clock& clock_;
    const Crypto& crypto_;
    Faults faults_;
    std::map<std::string, ClientPtr> clients_;  // by folded nick; registered or about to be
    std::map<std::string, Channel> channels_;   // by folded name
    ClientPtr bot_;
    std::string bot_user_;
    unsigned long next_message_ = 0;
};

}  // namespace confab::irc_sandbox
