#include "api.hpp"
#include "api_error.hpp"
#include "confab/json.hpp"
#include "snowflake.hpp"

namespace confab::discord {
namespace {

constexpr std::int64_t kAlreadyAcknowledged = 40060;

/// A route whose path holds an interaction's token; `shape` never does, and is all that logs show.
Route token_route(std::string method, std::string path, std::string shape, std::string major) {
    Route route(std::move(method), std::move(path), std::move(shape), std::move(major));
    route.bot_token = false;
    return route;
}

std::string webhook_path(const std::string& application, const Secret& token) {
    return "/webhooks/" + application + "/" + url_encode(token.reveal());
}

}  // namespace

Task<Result<std::string>> Api::application_id() {
    Route route("GET", "/applications/@me", "/applications/@me");
    Result<HttpResponse> answer =
        co_await accepted(std::move(route), {}, true, "asking for the application's id");
    if (!answer) co_return answer.error();
    const auto body = json::Document::parse(std::move(answer->body));
    if (!body || !is_snowflake((*body)["id"].string()))
        co_return Error(Errc::protocol, "asking for the application's id: none in the answer")
            .with(Delivery::sent);
    co_return std::string((*body)["id"].string());
}

Task<Result<void>> Api::put_commands(std::string application, std::string commands) {
    Route route("PUT", "/applications/" + application + "/commands", "/applications/{}/commands");
    co_return co_await done(std::move(route), std::move(commands), true, "publishing commands");
}

Task<Result<void>> Api::acknowledge(std::string interaction, Secret token, Acknowledgement how) {
    Route route =
        token_route("POST", "/interactions/" + interaction + "/" + url_encode(token.reveal()) + "/callback",
                    "/interactions/{}/{}/callback", interaction);
    json::Writer body;
    body.begin_object().field("type", static_cast<int>(how)).end_object();
    Result<HttpResponse> answer = co_await rest_.call(std::move(route), std::move(body).str(), true);
    if (!answer) co_return answer.error();
    if (answer->ok()) co_return Result<void>();
    const auto refusal = json::Document::parse(answer->body);
    // An attempt before this one got through, and only its answer was lost.
    if (refusal && (*refusal)["code"].integer() == kAlreadyAcknowledged) co_return Result<void>();
    co_return api_error(*answer, "acknowledging an interaction");
}

Task<Result<MessageId>> Api::edit_answer(std::string application, Secret token, MessageBody message) {
    Route route = token_route("PATCH", webhook_path(application, token) + "/messages/@original",
                              "/webhooks/{}/{}/messages/@original", token.reveal());
    std::string body = edit_message_json(message);
    co_return co_await sent(std::move(route), std::move(body), true, "answering a command");
}

Task<Result<MessageId>> Api::follow_up(std::string application, Secret token, MessageBody message) {
    Route route = token_route("POST", webhook_path(application, token), "/webhooks/{}/{}", token.reveal());
    std::string body = edit_message_json(message);
    co_return co_await sent(std::move(route), std::move(body), false, "answering a command");
}

}  // namespace confab::discord
