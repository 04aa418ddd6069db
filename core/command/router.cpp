#include "core/command/router.hpp"

#include <boost/system/system_error.hpp>

namespace confab::core {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string_view without_leading_space(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    return text;
}

class EventReplier final : public Replier {
public:
    EventReplier(Sender& sender, Asker& asker, Owner& owner, const MessageReceived& event)
        : sender_(sender), asker_(asker), owner_(owner), event_(event) {}
    Task<Result<Receipt>> reply(Message message) override {
        return sender_.reply(event_, std::move(message));
    }
    Task<Result<MessageReceived>> ask(Question question) override {
        return asker_.ask(owner_, event_, std::move(question));
    }

private:
    Sender& sender_;
    Asker& asker_;
    Owner& owner_;
    const MessageReceived& event_;
};

}  // namespace

std::optional<CommandLine> find_command_line(std::string_view text, std::string_view prefix, bool addressed) {
    text = without_leading_space(text);
    CommandLine line;
    line.prefixed = text.starts_with(prefix);
    if (line.prefixed)
        text.remove_prefix(prefix.size());
    else if (!addressed)
        return std::nullopt;
    std::size_t end = 0;
    while (end < text.size() && !is_space(text[end])) ++end;
    line.name = text.substr(0, end);
    line.arguments = without_leading_space(text.substr(end));
    if (line.name.empty()) return std::nullopt;
    return line;
}

CommandRouter::CommandRouter(CommandTable& table, Lanes& lanes, Sender& sender, Asker& asker,
                             RouterConfig config)
    : table_(table), lanes_(lanes), sender_(sender), asker_(asker), config_(std::move(config)) {}

bool CommandRouter::is_owner(const MessageReceived& message) const {
    if (message.sender.assurance < Assurance::account) return false;
    const std::string who = message.channel.ref.account.str() + "/" + message.sender.id.str();
    for (const std::string& owner : config_.owners)
        if (owner == who) return true;
    return false;
}

namespace {

// Nearly every message begins with one run of text: look at it in place.
std::string_view first_text(const MessageReceived& message) {
    const auto& elements = message.message.elements();
    const auto* first = elements.empty() ? nullptr : std::get_if<Text>(&elements.front());
    return first ? std::string_view(first->text) : std::string_view();
}

}  // namespace

std::string_view CommandRouter::command_word(const MessageReceived& message) const {
    if (message.command)
        return std::string_view(message.command->path).substr(0, message.command->path.find(' '));
    const bool addressed = message.mentions_bot || message.channel.kind == ChannelKind::direct;
    const auto line = find_command_line(first_text(message), config_.prefix, addressed);
    return line ? line->name : std::string_view();
}

bool CommandRouter::is_prefixed(const MessageReceived& message) const {
    return message.command || without_leading_space(first_text(message)).starts_with(config_.prefix);
}

bool CommandRouter::route(const SharedEvent& event) {
    const auto& message = std::get<MessageReceived>(*event);
    if (message.sender.is_bot || message.message.empty()) return false;
    const auto& elements = message.message.elements();
    // Nearly every message is one run of text: look at it in place.
    const auto* only = elements.size() == 1 ? std::get_if<Text>(&elements.front()) : nullptr;
    const std::string joined = only ? std::string() : message.message.plain_text();
    const std::string_view text = only ? std::string_view(only->text) : std::string_view(joined);

    const bool addressed = message.mentions_bot || message.channel.kind == ChannelKind::direct;
    const std::optional<CommandLine> line = find_command_line(text, config_.prefix, addressed);
    if (!line) return false;
    std::shared_ptr<Command> command = table_.find(line->name);
    if (!command) return false;
    // "confab: help me with this" is talk, not a wrong use of `help`.
    if (!line->prefixed && !bind_arguments(command->signature, line->arguments)) return false;

    Owner& owner = command->owner;
    std::string name = "command " + command->signature.name();
    auto job = [this, command = std::move(command), event, input = std::string(line->arguments)] {
        return run(command, event, input);
    };
    lanes_.post(owner, message.channel.ref, std::move(name), std::move(job), event);
    return true;
}

Task<void> CommandRouter::run(std::shared_ptr<Command> command, std::shared_ptr<const Event> event,
                              std::string input) {
    const auto& message = std::get<MessageReceived>(*event);
    if (command->spec.permission() == kOwnerPermission && !is_owner(message)) {
        command->owner.log().info("command refused: not an owner",
                                  {{"command", command->signature.name()},
                                   {"account", message.channel.ref.account.str()},
                                   {"user", message.sender.id.str()}});
        co_await sender_.reply(message, Message("You may not use `" + command->signature.name() +
                                                "`: it is for the bot's owners."));
        co_return;
    }
    Result<Arguments> arguments = bind_arguments(command->signature, input);
    if (!arguments) {
        co_await sender_.reply(message, Message(arguments.error().context()));
        co_return;
    }
    EventReplier replier(sender_, asker_, command->owner, message);
    Invocation call(message, std::move(*arguments), replier);
    std::exception_ptr failure;
    try {
        Reply reply = co_await command->handler(call);
        if (reply.message()) {
            Message answer = *std::move(reply).message();
            co_await sender_.reply(message, std::move(answer));
        }
        co_return;
    } catch (...) {
        failure = std::current_exception();
    }
    if (command->owner.tasks().cancelled()) std::rethrow_exception(failure);
    co_await sender_.reply(
        message, Message("`" + command->signature.name() + "` failed; the operator's log says why."));
    std::rethrow_exception(failure);
}

}  // namespace confab::core
