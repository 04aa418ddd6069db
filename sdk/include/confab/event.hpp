#pragma once
/// What happened on a network. Adapters make events, the dispatcher hands them to handlers on the I/O thread,
/// in order within one channel and plugin.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "confab/ids.hpp"
#include "confab/message.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

/// How much the platform vouches for an identity. Permissions need `account` or better by default.
enum class Assurance : std::uint8_t {
    none,     ///< A bare IRC nick: anyone may take it tomorrow. Also everything relayed by a bridge.
    host,     ///< An IRC host mask.
    account,  ///< An IRC services account.
    strong,   ///< A Discord or Matrix user id.
};

/// A person (or a bot) on one account's platform.
class User {
public:
    User() = default;
    User(UserId user_id, std::string user_name, Assurance user_assurance)
        : id(std::move(user_id)), name(std::move(user_name)), assurance(user_assurance) {}

    UserId id;
    std::string name;      ///< What others see: nick, display name.
    std::string language;  ///< BCP 47 tag of the language they use, where the platform tells.
    Assurance assurance = Assurance::none;
    bool is_bot = false;
    bool is_self = false;  ///< The bot's own account.
};

enum class ChannelKind : std::uint8_t { group, direct, thread };

class Channel {
public:
    Channel() = default;
    Channel(ChannelRef channel_ref, std::string channel_name, ChannelKind channel_kind)
        : ref(std::move(channel_ref)), name(std::move(channel_name)), kind(channel_kind) {}

    ChannelRef ref;
    std::string name;
    ChannelKind kind = ChannelKind::group;
    GuildId guild;  ///< Empty where there is none.
};

/// Where an event comes from. Only `live` ones run commands.
enum class Origin : std::uint8_t { live, history, echo };

/// A command picked from the platform's own interface: already taken apart, and waiting for an answer.
class CommandInput {
public:
    CommandInput() = default;
    explicit CommandInput(std::string path_in) : path(std::move(path_in)) {}
    std::string path;                                            ///< "roll", "tag add"
    std::vector<std::pair<std::string, std::string>> arguments;  ///< By name, as a user would write them.
};

/// Somebody said something.
class MessageReceived {
public:
    Channel channel;
    User sender;
    MessageId id;
    Message message;
    Origin origin = Origin::live;
    WallTime sent_at{};         ///< By the server's clock where it tells; else when received.
    bool mentions_bot = false;  ///< By the platform's own mention, or by name at the start of the line.
    bool is_notice = false;     ///< An automatic message (IRC NOTICE, m.notice): never answered.
    /// Set by adapters with the capability ApplicationCommands; `message` then shows it as text. A reply to
    /// `id` ends the wait of who picked it.
    std::optional<CommandInput> command;

    MessageRef ref() const { return MessageRef(channel.ref, id); }
};

class MessageEdited {
public:
    MessageRef ref;
    User editor;
    Message message;
};

class MessageDeleted {
public:
    MessageRef ref;
};

class ReactionChanged {
public:
    MessageRef ref;
    User user;
    Emoji emoji{""};
    bool added = true;
};

enum class MembershipChange : std::uint8_t { joined, left, kicked, banned, renamed };

class MemberChanged {
public:
    ChannelRef where;
    User user;
    MembershipChange change = MembershipChange::joined;
    std::string detail;  ///< Reason, or the new name.
};

enum class ConnectionState : std::uint8_t { connecting, ready, degraded, lost, stopped };
CONFAB_API std::string_view to_string(ConnectionState state) noexcept;

/// The same happened to many at once: a split of the network's servers and its end. Not sent as
/// MemberChanged, so that nobody is greeted or missed hundreds of times.
class MembersChanged {
public:
    ChannelRef where;
    std::vector<User> users;  ///< At least one.
    MembershipChange change = MembershipChange::joined;
    std::string detail;  ///< "irc1.example.org irc2.example.org": the servers.
};

/// An account's connection changed; `stopped` means it will not be tried again without the operator.
class ConnectionChanged {
public:
    AccountId account;
    ConnectionState state = ConnectionState::connecting;
    std::string reason;
};

using Event = std::variant<MessageReceived, MessageEdited, MessageDeleted, ReactionChanged, MemberChanged,
                           ConnectionChanged, MembersChanged>;

}  // namespace confab::inline v1
