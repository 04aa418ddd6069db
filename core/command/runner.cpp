#include "core/command/runner.hpp"

#include <algorithm>
#include <boost/asio/this_coro.hpp>

#include "core/command/wording.hpp"
#include "core/runtime/failure.hpp"

namespace confab::core {
namespace {

std::string wait_text(Duration left) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(left);
    if (seconds.count() == 1) return "1 second";
    if (seconds.count() <= 600) return std::to_string(seconds.count()) + " seconds";
    return duration_text(seconds);
}

std::string kinds_text(const std::vector<ChannelKind>& kinds) {
    std::vector<std::string> names;
    for (const ChannelKind kind : kinds)
        names.emplace_back(kind == ChannelKind::group    ? "in channels"
                           : kind == ChannelKind::direct ? "in private"
                                                         : "in threads");
    return list_text(names);
}

}  // namespace

bool CommandRunner::exists_on(const Command& command, const AccountId& account) const {
    const std::vector<std::string>& platforms = command.spec.platforms();
    return platforms.empty() ||
           std::find(platforms.begin(), platforms.end(), names_.platform_of(account)) != platforms.end();
}

bool CommandRunner::may_use(const Command& command, const MessageReceived& message) const {
    const std::string& permission = command.spec.permission();
    return permission.empty() || permissions_.allows(message.channel.ref.account, message.sender, permission);
}

Result<void> CommandRunner::admit(const Command& command, const MessageReceived& message) const {
    const std::string& name = command.signature.name();
    const std::vector<ChannelKind>& kinds = command.spec.kinds();
    if (!kinds.empty() && std::find(kinds.begin(), kinds.end(), message.channel.kind) == kinds.end())
        return Error(Errc::forbidden, "`" + name + "` works only " + kinds_text(kinds) + ".");
    if (may_use(command, message)) return {};
    command.owner.log().info("command refused: no permission",
                             {{"command", name},
                              {"permission", command.spec.permission()},
                              {"account", message.channel.ref.account.str()},
                              {"user", message.sender.id.str()}});
    const std::string why = command.spec.permission() == kOwnerPermission
                                ? "it is for the bot's owners."
                                : "it needs the permission `" + command.spec.permission() + "`.";
    return Error(Errc::forbidden, "You may not use `" + name + "`: " + why);
}

Result<std::optional<Overlaps::Place>> CommandRunner::begin(const Command& command,
                                                            const MessageReceived& message) {
    const std::string& name = command.signature.name();
    const TimePoint now = clock_.now();
    if (const std::optional<Duration> left = cooldowns_.wait(command, message, now))
        return Error(Errc::rate_limited, "`" + name + "` can be used again in " + wait_text(*left) + ".")
            .with_retry_after(*left);
    if (!command.spec.overlap()) {
        cooldowns_.charge(command, message, now);
        return std::optional<Overlaps::Place>();
    }
    if (!overlaps_.has_room(command, message)) {
        const bool dropped = command.spec.overlap()->first == Overlap::drop;
        return Error(Errc::rate_limited,
                     "`" + name + (dropped ? "` is still running." : "` is waited for by too many already."));
    }
    cooldowns_.charge(command, message, now);
    return std::optional(overlaps_.enter(command, message));
}

Task<bool> CommandRunner::perform(std::shared_ptr<Command> command, std::shared_ptr<const Event> event,
                                  Arguments arguments, Replier& replier) {
    Invocation call(std::get<MessageReceived>(*event), std::move(arguments), replier);
    std::exception_ptr failure;
    try {
        Reply reply = co_await command->handler(call);
        if (reply.message()) {
            Message answer = *std::move(reply).message();
            co_await replier.reply(std::move(answer));
        }
        co_return true;
    } catch (...) {
        failure = std::current_exception();
    }
    const auto state = co_await boost::asio::this_coro::cancellation_state;
    const bool cancelled =
        command->owner.tasks().cancelled() || state.cancelled() != boost::asio::cancellation_type::none;
    if (cancelled && is_cancellation(failure)) std::rethrow_exception(failure);
    command->owner.fault("command " + command->signature.name(), text_of(failure));
    co_return false;
}

}  // namespace confab::core
