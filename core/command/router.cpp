#include "core/command/router.hpp"

#include <boost/system/system_error.hpp>

#include "core/command/binding.hpp"
#include "core/command/wording.hpp"

namespace confab::core {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

class EventReplier final : public Replier {
public:
    EventReplier(const RouterParts& parts, Owner& owner, const MessageReceived& event)
        : parts_(parts), owner_(owner), event_(event) {}
    Task<Result<Receipt>> reply(Message message) override {
        answered_ = true;
        return parts_.sender.reply(event_, std::move(message));
    }
    Task<Result<MessageReceived>> ask(Question question) override {
        answered_ = true;
        return parts_.asker.ask(owner_, event_, std::move(question));
    }
    bool answered() const noexcept { return answered_; }

private:
    const RouterParts& parts_;
    Owner& owner_;
    const MessageReceived& event_;
    bool answered_ = false;
};

}  // namespace

std::optional<CommandLine> find_command_line(std::string_view text, std::string_view prefix, bool addressed) {
    std::size_t begin = 0;
    while (begin < text.size() && is_space(text[begin])) ++begin;
    const bool prefixed = !prefix.empty() && text.substr(begin).starts_with(prefix);
    if (prefixed)
        begin += prefix.size();
    else if (!addressed)
        return std::nullopt;
    if (begin >= text.size() || is_space(text[begin])) return std::nullopt;
    return CommandLine(begin, prefixed);
}

CommandRouter::CommandRouter(RouterParts parts, RouterConfig config)
    : parts_(parts),
      config_(std::move(config)),
      help_(parts_.table, parts_.runner, config_.prefix, config_.language),
      suggestions_(parts_.runtime, parts_.core, parts_.table, parts_.lanes, parts_.sender, config_.prefix) {}

namespace {

// Nearly every message begins with one run of text: look at it in place.
std::string_view first_text(const MessageReceived& message) {
    const auto& elements = message.message.elements();
    const auto* first = elements.empty() ? nullptr : std::get_if<Text>(&elements.front());
    return first ? std::string_view(first->text) : std::string_view();
}

}  // namespace

std::string_view CommandRouter::command_word(const MessageReceived& message) const {
    std::string_view words = message.command ? std::string_view(message.command->path) : first_text(message);
    if (!message.command) {
        const bool addressed = message.mentions_bot || message.channel.kind == ChannelKind::direct;
        const auto line = find_command_line(words, config_.prefix, addressed);
        if (!line) return {};
        words.remove_prefix(line->begin);
    }
    return words.substr(0, words.find_first_of(" \t\r\n"));
}

bool CommandRouter::is_prefixed(const MessageReceived& message) const {
    if (message.command) return true;
    const auto line = find_command_line(first_text(message), config_.prefix, false);
    return line.has_value();
}

bool CommandRouter::route(const SharedEvent& event) {
    const auto& message = std::get<MessageReceived>(*event);
    if (message.sender.is_bot) return false;
    if (message.command) return route_picked(event);
    if (message.message.empty()) return false;
    ArgumentText source(message.message);
    const std::string_view text = source.text();
    const bool addressed = message.mentions_bot || message.channel.kind == ChannelKind::direct;
    const std::optional<CommandLine> line = find_command_line(text, config_.prefix, addressed);
    if (!line) return false;

    const AccountId& account = message.channel.ref.account;
    const std::string_view words = text.substr(line->begin);
    CommandMatch match = parts_.table.match(words);
    if (!match.group.empty()) {
        // "confab: tag the photo" is talk, "!tag the photo" a wrong use of `tag`.
        const bool alone = words.find_first_not_of(" \t\r\n", match.end) == std::string_view::npos;
        if (!line->prefixed && !alone) return false;
        std::string subcommands = help_.group(message, match.group);
        if (subcommands.empty()) return false;
        answer(event, std::move(subcommands));
        return true;
    }
    if (!match.command || !parts_.runner.exists_on(*match.command, account)) {
        if (line->prefixed) suggestions_.consider(event, words, parts_.names.platform_of(account));
        return false;
    }
    const std::size_t from = line->begin + match.end;
    if (!line->prefixed && is_talk(*match.command, message, source, from)) return false;
    Owner& owner = match.command->owner;
    std::string name = "command " + match.command->signature.name();
    auto job = [this, command = std::move(match.command), event, source = std::move(source), from] {
        return run(command, event, source, from);
    };
    parts_.lanes.post(owner, message.channel.ref, std::move(name), std::move(job), event);
    return true;
}

// "confab: roll with it" is no wrong use of `roll`, and "confab: help me with this" asks for no page.
bool CommandRouter::is_talk(const Command& command, const MessageReceived& message, const ArgumentText& text,
                            std::size_t from) const {
    const bool is_help = &command.owner == &parts_.core && command.signature.name() == "help";
    if (is_help) return !help_.knows(message, text.text().substr(from));
    return !bind_text(command.signature, text, from, parts_.runner.scope(message));
}

bool CommandRouter::route_picked(const SharedEvent& event) {
    const auto& message = std::get<MessageReceived>(*event);
    CommandPtr command = parts_.table.find(message.command->path);
    if (!command || !parts_.runner.exists_on(*command, message.channel.ref.account)) {
        answer(event, "There is no command `" + echoed(message.command->path) + "` any more.");
        return true;
    }
    Owner& owner = command->owner;
    std::string name = "command " + command->signature.name();
    auto job = [this, command = std::move(command), event] {
        return run(command, event, ArgumentText(std::string_view()), 0);
    };
    parts_.lanes.post(owner, message.channel.ref, std::move(name), std::move(job), event);
    return true;
}

void CommandRouter::answer(const SharedEvent& event, std::string text) {
    auto job = [this, event, text = std::move(text)] {
        return refuse(event, Error(Errc::not_found, text));
    };
    parts_.lanes.post(parts_.core, std::get<MessageReceived>(*event).channel.ref, "answer", std::move(job));
}

Task<void> CommandRouter::refuse(SharedEvent event, Error error) {
    Message text(error.context());
    co_await parts_.sender.reply(std::get<MessageReceived>(*event), std::move(text));
}

Task<void> CommandRouter::run(CommandPtr command, SharedEvent event, ArgumentText text, std::size_t from) {
    const auto& message = std::get<MessageReceived>(*event);
    const Result<void> admitted = parts_.runner.admit(*command, message);
    if (!admitted) {
        co_await refuse(event, admitted.error());
        co_return;
    }
    const NameScope scope = parts_.runner.scope(message);
    Result<Arguments> arguments = Arguments();
    if (message.command)
        arguments = bind_pairs(command->signature, message.command->arguments, scope);
    else
        arguments = bind_text(command->signature, text, from, scope);
    if (!arguments) {
        co_await refuse(event, arguments.error());
        co_return;
    }
    Result<std::optional<Overlaps::Place>> begun = parts_.runner.begin(*command, message);
    if (!begun) {
        co_await refuse(event, begun.error());
        co_return;
    }
    if (!*begun) {
        co_await perform(command, event, std::move(*arguments));
        co_return;
    }
    const std::shared_ptr<Overlaps::Standing> standing = (*begun)->standing();
    Task<void> task = perform_in_line(std::move(**begun), command, event, std::move(*arguments));
    standing->task = command->owner.tasks().spawn("command " + command->signature.name(), std::move(task));
}

Task<void> CommandRouter::perform(CommandPtr command, SharedEvent event, Arguments arguments) {
    const auto& message = std::get<MessageReceived>(*event);
    EventReplier replier(parts_, command->owner, message);
    const bool fine = co_await parts_.runner.perform(command, event, std::move(arguments), replier);
    if (fine && (replier.answered() || !message.command)) co_return;
    std::string text = "Done.";  // whoever picked the command in the platform's interface waits for an answer
    if (!fine) text = "`" + command->signature.name() + "` failed; the operator's log says why.";
    Message answer(std::move(text));
    co_await parts_.sender.reply(message, std::move(answer));
}

Task<void> CommandRouter::perform_in_line(Overlaps::Place place, CommandPtr command, SharedEvent event,
                                          Arguments arguments) {
    const auto present = parts_.runner.presence(*command);
    try {
        co_await place.turn();
        co_await perform(command, event, std::move(arguments));
        co_return;
    } catch (const boost::system::system_error&) {
        // Cancelled, perhaps by a newer use: nothing can be awaited here any more.
        if (std::get<MessageReceived>(*event).command)
            command->owner.tasks().spawn("answer", say_replaced(event));
        throw;
    }
}

Task<void> CommandRouter::say_replaced(SharedEvent event) {
    Message answer("A newer use took its place.");
    co_await parts_.sender.reply(std::get<MessageReceived>(*event), std::move(answer));
}

}  // namespace confab::core
