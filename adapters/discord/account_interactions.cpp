#include <algorithm>

#include "account.hpp"
#include "choice_buttons.hpp"

namespace confab::discord {
namespace {

/// Discord knows the interaction's token no longer.
bool is_gone(const Error& error) {
    return error.delivery() == Delivery::sent &&
           (error.code() == Errc::not_found || error.code() == Errc::unauthorized);
}

bool is_blank(const std::string& text) {
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

}  // namespace

Task<Result<void>> DiscordAccount::publish(std::vector<CommandSchema> commands) {
    published_ = publishable(commands);
    report_left_out();
    Result<std::string> id = co_await application();
    if (!id) co_return id.error();
    // Discord allows few changes a day, so a restart with the same commands makes none.
    const std::string key = context_.id().str() + "/commands";
    std::string digest = services_.crypto.base64(services_.crypto.sha256(*id + "\n" + published_.json));
    const Result<std::optional<std::string>> before = co_await services_.storage.get(key);
    if (before && *before == digest) co_return Result<void>();
    Result<void> put = co_await api_.put_commands(std::move(*id), published_.json);
    if (!put) co_return put;
    context_.log().info("commands published", {{"commands", published_.commands.size()}});
    co_return co_await services_.storage.put(key, std::move(digest));
}

void DiscordAccount::report_left_out() {
    for (const std::string& line : published_.left_out)
        if (reported_.insert(line).second)
            context_.log().warn("command not offered in discord's own interface", {{"reason", line}});
}

Task<Result<std::string>> DiscordAccount::application() {
    if (application_.empty()) {
        Result<std::string> id = co_await api_.application_id();
        if (!id) co_return id;
        application_ = std::move(*id);
    }
    co_return application_;
}

void DiscordAccount::on_interaction(json::Value data, const DecodeScope& scope) {
    if (application_.empty()) application_ = data["application_id"].string();
    std::optional<Interaction> interaction = decode_interaction(data, scope, published_);
    if (!interaction) return;
    Task<void> task = interaction->kind == InteractionKind::command ? take_command(std::move(*interaction))
                                                                    : take_press(std::move(*interaction));
    context_.spawn("discord interaction", std::move(task));
}

Task<void> DiscordAccount::take_command(Interaction interaction) {
    Result<void> taken =
        co_await api_.acknowledge(interaction.id, interaction.token, Acknowledgement::thinking);
    if (!taken) {
        // Discord tells the user that nothing happened, and so it should be.
        context_.log().warn("command not acknowledged in time", {{"reason", taken.error().message()}});
        co_return;
    }
    open_.open(interaction.event.id, interaction.token, interaction.event.channel.ref.channel,
               services_.clock.now());
    context_.emit(std::move(interaction.event));
}

Task<void> DiscordAccount::take_press(Interaction interaction) {
    const bool counts = interaction.means_something && !deleted_.contains(interaction.pressed_on);
    Result<void> taken =
        co_await api_.acknowledge(interaction.id, interaction.token, Acknowledgement::nothing_shown);
    if (!taken)
        context_.log().warn("button not acknowledged in time", {{"reason", taken.error().message()}});
    else if (counts)
        context_.emit(std::move(interaction.event));
}

std::size_t DiscordAccount::max_choices() const noexcept {
    return kMaxButtons;
}

Task<Result<MessageId>> DiscordAccount::send_choices(ChannelId channel, Message prompt,
                                                     std::vector<std::string> choices) {
    if (choices.empty() || choices.size() > kMaxButtons ||
        std::any_of(choices.begin(), choices.end(), is_blank))
        co_return Error(Errc::invalid_argument, "discord shows 1 to 25 choices, none of them blank");
    Result<MessageBody> body = body_of(prompt);
    if (!body) co_return body.error();
    body->components = choice_components(choices);
    body->nonce = services_.random.token(20);
    co_return co_await deliver(std::move(channel), std::move(*body));
}

Task<Result<MessageId>> DiscordAccount::deliver(ChannelId channel, MessageBody body) {
    if (body.reply_to) {
        const MessageId asked = *body.reply_to;
        auto way = open_.answer(asked, channel, body.nonce, services_.clock.now());
        if (way) {
            MessageBody copy = body;
            Result<MessageId> sent = co_await answer(std::move(*way), std::move(copy));
            if (sent || !is_gone(sent.error())) co_return sent;
            open_.forget(asked);
        }
    }
    co_return co_await api_.create_message(std::move(channel), std::move(body));
}

Task<Result<MessageId>> DiscordAccount::answer(OpenInteractions::Answer way, MessageBody body) {
    Result<std::string> id = co_await application();
    if (!id) co_return id.error();
    if (way.first) co_return co_await api_.edit_answer(std::move(*id), std::move(way.token), std::move(body));
    co_return co_await api_.follow_up(std::move(*id), std::move(way.token), std::move(body));
}

}  // namespace confab::discord
