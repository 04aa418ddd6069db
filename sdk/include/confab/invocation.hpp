#pragma once
/// One use of a command: who, where, the arguments, and the ways to answer and to ask back.

#include <concepts>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "confab/event.hpp"
#include "confab/message.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

/// A `user` argument is a Mention: whom it means, and the name to show.
using ArgumentValue = std::variant<std::string, std::int64_t, double, bool, Duration, Mention, ChannelRef>;

/// What was given for each parameter: one value, or several for a repeated one. Absent optional ones are not
/// in it.
using Arguments = std::map<std::string, std::vector<ArgumentValue>, std::less<>>;

/// Something to ask one user in one channel.
class Question {
public:
    Question(Message prompt_in, Duration limit_in, std::vector<std::string> choices_in = {})
        : prompt(std::move(prompt_in)), limit(limit_in), choices(std::move(choices_in)) {}
    Message prompt;
    Duration limit;
    /// Shown as buttons where the platform has them, else as a numbered list after the prompt.
    std::vector<std::string> choices;
};

/// How an invocation answers and asks; implemented by the host.
class CONFAB_API Replier {
public:
    virtual ~Replier();
    virtual Task<Result<Receipt>> reply(Message message) = 0;
    /// The next message of that user in that channel that is no command. Errc::timeout; Errc::cancelled when
    /// the user wrote "cancel", or asked something else of the same plugin that asks again.
    virtual Task<Result<MessageReceived>> ask(Question question) = 0;
};

/// Lives until the handler returns. I/O thread only.
class CONFAB_API Invocation {
public:
    static constexpr Duration kPatience{60'000};

    Invocation(const MessageReceived& event, Arguments arguments, Replier& replier)
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
    const Mention& user(std::string_view name) const;
    const ChannelRef& channel(std::string_view name) const;
    /// A boolean, or a flag: false when it was not given.
    bool flag(std::string_view name) const;
    /// All values of a repeated argument; empty when none was given.
    const std::vector<ArgumentValue>& all(std::string_view name) const;

    /// Sends an answer to where the command came from; may be used any number of times.
    Task<Result<Receipt>> reply(Message message) { return replier_.reply(std::move(message)); }

    /// Asks the user and returns what they write next in this channel. Other uses of the command may begin
    /// meanwhile (CommandSpec::overlap). Errors: timeout, cancelled.
    Task<Result<std::string>> ask(Message prompt, Duration limit = kPatience);
    Task<Result<MessageReceived>> ask_message(Message prompt, Duration limit = kPatience) {
        return replier_.ask(Question(std::move(prompt), limit));
    }
    /// Lets the user pick one of `choices` by its number or its text; the result counts from 0. What fits
    /// none is asked again, twice; then Errc::invalid_argument.
    Task<Result<std::size_t>> choose(Message prompt, std::vector<std::string> choices,
                                     Duration limit = kPatience);
    /// Yes or no.
    Task<Result<bool>> confirm(Message prompt, Duration limit = kPatience);

private:
    const ArgumentValue& find(std::string_view name) const;
    const MessageReceived& event_;
    Arguments arguments_;
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
