#include "core/command/router.hpp"

#include <boost/system/system_error.hpp>

#include "core/command/binding.hpp"

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
    EventReplier(Sender& sender, const MessageReceived& event) : sender_(sender), event_(event) {}
    Task<Result<Receipt>> reply(Message message) override {
        return sender_.reply(event_, std::move(message));
    }
    Task<Result<MessageReceived>> ask(Question) override {
        co_return Error(Errc::unsupported, "asking back");
    }

private:
    Sender& sender_;
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

CommandRouter::CommandRouter(CommandTable& table, Lanes& lanes, Sender& sender, const NameLookup& names,
                             RouterConfig config)
    : table_(table), lanes_(lanes), sender_(sender), names_(names), config_(std::move(config)) {}

bool CommandRouter::is_owner(const MessageReceived& message) const {
    if (message.sender.assurance < Assurance::account) return false;
    const std::string who = message.channel.ref.account.str() + "/" + message.sender.id.str();
    for (const std::string& owner : config_.owners)
        if (owner == who) return true;
    return false;
}

bool CommandRouter::route(const std::shared_ptr<const Event>& event) {
    const auto& message = std::get<MessageReceived>(*event);
    if (message.sender.is_bot || message.message.empty()) return false;
    ArgumentText source(message.message);
    const std::string_view text = source.text();
    const bool addressed = message.mentions_bot || message.channel.kind == ChannelKind::direct;
    const std::optional<CommandLine> line = find_command_line(text, config_.prefix, addressed);
    if (!line) return false;
    std::shared_ptr<Command> command = table_.find(line->name);
    if (!command) return false;
    // "confab: help me with this" is talk, not a wrong use of `help`.
    const auto from = static_cast<std::size_t>(line->arguments.data() - text.data());
    const NameScope scope(message.channel.ref.account, names_);
    if (!line->prefixed && !bind_text(command->signature, source, from, scope)) return false;

    Owner& owner = command->owner;
    std::string name = "command " + command->signature.name();
    auto job = [this, command = std::move(command), event, source = std::move(source), from] {
        return run(command, event, source, from);
    };
    lanes_.post(owner, message.channel.ref, std::move(name), std::move(job));
    return true;
}

Task<void> CommandRouter::run(std::shared_ptr<Command> command, std::shared_ptr<const Event> event,
                              ArgumentText text, std::size_t from) {
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
    const NameScope scope(message.channel.ref.account, names_);
    Result<Arguments> arguments = bind_text(command->signature, text, from, scope);
    if (!arguments) {
        co_await sender_.reply(message, Message(arguments.error().context()));
        co_return;
    }
    EventReplier replier(sender_, message);
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
