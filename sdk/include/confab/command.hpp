#pragma once
/// Commands: declared once, offered on every network. Users reach one by the prefix ("!roll 6"), by naming
/// the bot ("confab: roll 6") or in a direct message.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "confab/event.hpp"
#include "confab/message.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

enum class Permission : std::uint8_t {
    everyone,
    owner,  ///< Listed under `bot.owners`, with an identity of at least `Assurance::account`.
};

/// The declaration of one command. The signature is also the usage line of the help:
///   "roll [sides:integer=6] [count:integer=1]"   "ask <question...>"   "remind <in:duration> <what...>"
/// <x> must be given, [x] may be; `:type` is string (default), integer, number or duration; `...` takes the
/// rest of the line. Words in double quotes are one argument. A malformed signature throws
/// std::invalid_argument at start.
class CONFAB_API CommandSpec {
public:
    CommandSpec(std::string signature, std::string help)
        : signature_(std::move(signature)), help_(std::move(help)) {}

    CommandSpec&& alias(std::string name) && {
        aliases_.push_back(std::move(name));
        return std::move(*this);
    }
    CommandSpec&& permission(Permission needed) && {
        permission_ = needed;
        return std::move(*this);
    }

    const std::string& signature() const noexcept { return signature_; }
    const std::string& help() const noexcept { return help_; }
    const std::vector<std::string>& aliases() const noexcept { return aliases_; }
    Permission permission() const noexcept { return permission_; }

private:
    std::string signature_;
    std::string help_;
    std::vector<std::string> aliases_;
    Permission permission_ = Permission::everyone;
};

using ArgumentValue = std::variant<std::string, std::int64_t, double, Duration>;

/// How an invocation answers; implemented by the host.
class CONFAB_API Replier {
public:
    virtual ~Replier();
    virtual Task<Result<Receipt>> reply(Message message) = 0;
};

/// One use of a command: who, where, and the arguments, already converted. Lives until the handler returns.
class CONFAB_API Invocation {
public:
    Invocation(const MessageReceived& event, std::map<std::string, ArgumentValue, std::less<>> arguments,
               Replier& replier)
        : event_(event), arguments_(std::move(arguments)), replier_(replier) {}

    const MessageReceived& event() const noexcept { return event_; }
    const User& user() const noexcept { return event_.sender; }
    const Channel& channel() const noexcept { return event_.channel; }

    /// False for an optional argument that was not given and has no default.
    bool has(std::string_view name) const { return arguments_.contains(name); }
    /// The argument's value; asking for one that is absent or of another type throws std::logic_error.
    const std::string& text(std::string_view name) const;
    std::int64_t integer(std::string_view name) const;
    double number(std::string_view name) const;
    Duration duration(std::string_view name) const;

    /// Sends an answer to where the command came from; may be used any number of times.
    Task<Result<Receipt>> reply(Message message) { return replier_.reply(std::move(message)); }

private:
    const ArgumentValue& find(std::string_view name) const;
    const MessageReceived& event_;
    std::map<std::string, ArgumentValue, std::less<>> arguments_;
    Replier& replier_;
};

/// What a handler returns: a message to answer with, or nothing.
class Reply {
public:
    Reply() = default;
    template <class T>
        requires std::convertible_to<T, Message>
    Reply(T&& message) : message_(Message(std::forward<T>(message))) {}  // NOLINT: meant to convert
    const std::optional<Message>& message() const& noexcept { return message_; }
    std::optional<Message> message() && noexcept { return std::move(message_); }

private:
    std::optional<Message> message_;
};

using CommandHandler = std::function<Task<Reply>(Invocation&)>;

}  // namespace confab::inline v1
