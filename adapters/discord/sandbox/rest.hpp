#pragma once
/// The stand-in's REST API v10: authorisation, limits, staged faults, and the routes a bot of text needs.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "confab/service/clock.hpp"
#include "confab/service/http_server.hpp"
#include "faults.hpp"
#include "gateway.hpp"
#include "interactions.hpp"
#include "limits.hpp"
#include "message_request.hpp"
#include "world.hpp"

namespace confab::discord_sandbox {

class Rest {
public:
    /// `said` is told about each message of the bot.
    Rest(World& world, Gateway& gateway, Interactions& interactions, Faults& faults, Clock& clock,
         std::string token, std::function<void(const StoredMessage&)> said)
        : world_(world),
          gateway_(gateway),
          interactions_(interactions),
          faults_(faults),
          clock_(clock),
          token_(std::move(token)),
          said_(std::move(said)) {}

    HttpServerResponse answer(const HttpServerRequest& request);
    /// Calls of POST .../typing so far.
    unsigned typing_calls() const { return typing_calls_; }

private:
    using Path = std::vector<std::string_view>;  // below /api/v10, percent-encoded
    HttpServerResponse faulty(const HttpServerRequest& request, const Path& path, Faults::Rest fault);
    HttpServerResponse counted(const HttpServerRequest& request, const Path& path);
    HttpServerResponse route(const HttpServerRequest& request, const Path& path);
    HttpServerResponse route_users(const HttpServerRequest& request, const Path& path);
    HttpServerResponse route_guilds(const HttpServerRequest& request, const Path& path);
    HttpServerResponse route_channels(const HttpServerRequest& request, const Path& path);
    HttpServerResponse route_message(const HttpServerRequest& request, const Path& path, Place& place);

    HttpServerResponse gateway_info(bool for_bot);
    HttpServerResponse open_direct(const HttpServerRequest& request);
    HttpServerResponse create_message(const HttpServerRequest& request, Place& place);
    HttpServerResponse edit_message(const HttpServerRequest& request, StoredMessage& message);
    HttpServerResponse list_messages(const HttpServerRequest& request, const Place& place);
    HttpServerResponse react(const HttpServerRequest& request, StoredMessage& message,
                             std::string_view emoji);
    HttpServerResponse message_json(const StoredMessage& message, bool with_nonce);
    void apply(const MessageRequest& wanted, StoredMessage& message);

    // rest_interactions.cpp
    HttpServerResponse route_applications(const HttpServerRequest& request, const Path& path);
    HttpServerResponse route_callback(const HttpServerRequest& request, const Path& path);
    HttpServerResponse route_webhooks(const HttpServerRequest& request, const Path& path);
    HttpServerResponse follow_up(const HttpServerRequest& request, PendingInteraction& pending);
    HttpServerResponse edit_answer(const HttpServerRequest& request, StoredMessage& message);
    std::optional<Refusal> respond(PendingInteraction& pending, std::int64_t type, json::Value data);
    StoredMessage& answer_message(PendingInteraction& pending);
    void fill(const MessageRequest& wanted, json::Value body, StoredMessage& message);

    World& world_;
    Gateway& gateway_;
    Interactions& interactions_;
    Faults& faults_;
    Clock& clock_;
    std::string token_;
    std::function<void(const StoredMessage&)> said_;
    Limits limits_;
    unsigned typing_calls_ = 0;
};

HttpServerResponse api_error(int status, int code, std::string_view message);
/// A path segment, percent-decoded.
std::string decoded(std::string_view text);
bool is_json(const HttpServerRequest& request);
HttpServerResponse refused(const Refusal& refusal);

}  // namespace confab::discord_sandbox
