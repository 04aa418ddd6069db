#include "api.hpp"

#include "api_error.hpp"
#include "confab/json.hpp"
#include "snowflake.hpp"

namespace confab::discord {
namespace {

Error bad_id(std::string_view what) {
    return Error(Errc::invalid_argument, std::string(what) + ": not a Discord id");
}

Route message_route(std::string method, const ChannelId& channel, const MessageId& id,
                    std::string_view rest_path = {}, std::string_view rest_shape = {}) {
    const std::string& major = channel.str();
    return Route(std::move(method), "/channels/" + major + "/messages/" + id.str() + std::string(rest_path),
                 "/channels/{}/messages/{}" + std::string(rest_shape), major);
}

void write_mentions(json::Writer& out, const MessageBody& message) {
    // An explicit list: text that only looks like a mention notifies nobody.
    out.key("allowed_mentions").begin_object().key("parse").begin_array().end_array();
    if (!message.pinged.empty()) {
        out.key("users").begin_array();
        for (const std::string& user : message.pinged) out.value(user);
        out.end_array();
    }
    out.field("replied_user", false).end_object();
}

void write_components(json::Writer& out, const MessageBody& message) {
    if (!message.components.empty()) out.key("components").raw(message.components);
}

}  // namespace

std::string create_message_json(const MessageBody& message) {
    json::Writer out;
    out.begin_object().field("content", message.content);
    write_mentions(out, message);
    write_components(out, message);
    if (!message.nonce.empty()) out.field("nonce", message.nonce).field("enforce_nonce", true);
    if (message.reply_to) {
        out.key("message_reference").begin_object();
        out.field("message_id", message.reply_to->str()).field("fail_if_not_exists", false).end_object();
    }
    out.end_object();
    return std::move(out).str();
}

std::string edit_message_json(const MessageBody& message) {
    json::Writer out;
    out.begin_object().field("content", message.content);
    write_mentions(out, message);
    write_components(out, message);
    out.end_object();
    return std::move(out).str();
}

Task<Result<GatewayInfo>> Api::gateway_bot() {
    Route route("GET", "/gateway/bot", "/gateway/bot");
    Result<HttpResponse> answer = co_await accepted(std::move(route), {}, true, "asking for the gateway");
    if (!answer) co_return answer.error();
    const auto body = json::Document::parse(std::move(answer->body));
    if (!body || !(*body)["url"].is_string())
        co_return Error(Errc::protocol, "asking for the gateway: no `url` in the answer")
            .with(Delivery::sent);
    GatewayInfo info;
    info.url = (*body)["url"].string();
    const json::Value starts = (*body)["session_start_limit"];
    info.starts_left = starts["remaining"].integer(1);
    info.starts_reset_after = Duration(std::max<std::int64_t>(starts["reset_after"].integer(), 0));
    co_return info;
}

Task<Result<MessageId>> Api::create_message(ChannelId channel, MessageBody message) {
    if (!is_snowflake(channel.str())) co_return bad_id("channel");
    if (message.reply_to && !is_snowflake(message.reply_to->str())) message.reply_to.reset();
    Route route("POST", "/channels/" + channel.str() + "/messages", "/channels/{}/messages", channel.str());
    std::string body = create_message_json(message);
    const bool repeatable = !message.nonce.empty();
    co_return co_await sent(std::move(route), std::move(body), repeatable, "sending a message");
}

Task<Result<void>> Api::edit_message(ChannelId channel, MessageId id, MessageBody message) {
    if (!is_snowflake(channel.str()) || !is_snowflake(id.str())) co_return bad_id("editing");
    Route route = message_route("PATCH", channel, id);
    std::string body = edit_message_json(message);
    co_return co_await done(std::move(route), std::move(body), true, "editing a message");
}

Task<Result<void>> Api::delete_message(ChannelId channel, MessageId id) {
    if (!is_snowflake(channel.str()) || !is_snowflake(id.str())) co_return bad_id("deleting");
    Route route = message_route("DELETE", channel, id);
    // Old messages are deleted from another bucket than young ones, though the path is the same.
    constexpr auto kOld = std::chrono::hours(14 * 24);
    if (clock_.wall_now() - time_of_snowflake(id.str()) > kOld) route.shape += "/old";
    co_return co_await done(std::move(route), {}, true, "deleting a message");
}

Task<Result<void>> Api::trigger_typing(ChannelId channel) {
    if (!is_snowflake(channel.str())) co_return bad_id("typing");
    Route route("POST", "/channels/" + channel.str() + "/typing", "/channels/{}/typing", channel.str());
    co_return co_await done(std::move(route), {}, false, "showing that the bot types");
}

Task<Result<void>> Api::add_reaction(ChannelId channel, MessageId id, Emoji emoji) {
    if (!is_snowflake(channel.str()) || !is_snowflake(id.str())) co_return bad_id("reacting");
    if (!emoji.id.empty() && !is_snowflake(emoji.id)) co_return bad_id("emoji");
    const std::string name = emoji.id.empty() ? emoji.name : emoji.name + ":" + emoji.id;
    Route route =
        message_route("PUT", channel, id, "/reactions/" + url_encode(name) + "/@me", "/reactions/{}/@me");
    co_return co_await done(std::move(route), {}, true, "reacting to a message");
}

Task<Result<MessageId>> Api::sent(Route route, std::string body, bool repeatable, std::string what) {
    Result<HttpResponse> answer = co_await accepted(std::move(route), std::move(body), repeatable, what);
    if (!answer) co_return answer.error();
    const auto created = json::Document::parse(std::move(answer->body));
    if (!created || !is_snowflake((*created)["id"].string()))
        co_return Error(Errc::protocol, what + ": no id in the answer").with(Delivery::sent);
    co_return MessageId((*created)["id"].string());
}

Task<Result<HttpResponse>> Api::accepted(Route route, std::string body, bool repeatable, std::string what) {
    Result<HttpResponse> answer = co_await rest_.call(std::move(route), std::move(body), repeatable);
    if (!answer) co_return answer;
    if (!answer->ok()) co_return api_error(*answer, what);
    co_return answer;
}

Task<Result<void>> Api::done(Route route, std::string body, bool repeatable, std::string what) {
    Result<HttpResponse> answer =
        co_await accepted(std::move(route), std::move(body), repeatable, std::move(what));
    if (!answer) co_return answer.error();
    co_return Result<void>();
}

}  // namespace confab::discord
