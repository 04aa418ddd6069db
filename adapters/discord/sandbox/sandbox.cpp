#include "sandbox.hpp"

#include "state.hpp"

namespace confab::discord_sandbox {
namespace {

/// Close code for an address the gateway does not serve, or 0.
std::uint16_t address_problem(const HttpServerRequest& request) {
    if (request.query("v") != "10") return 4012;
    const bool plain_json = request.query("encoding") == "json" && request.query("compress").empty();
    return plain_json ? 0 : 4002;
}

Task<void> serve_gateway(std::shared_ptr<State> state, std::unique_ptr<WebSocket> socket,
                         std::uint16_t problem) {
    co_await state->gateway.serve(std::move(socket), problem);
}

Task<HttpServerResponse> answer(std::shared_ptr<State> state, HttpServerRequest& request) {
    const std::string_view path = request.path();
    if (path != "/" && path != "/resume" && path != "/resume/") co_return state->rest.answer(request);
    const std::uint16_t problem = address_problem(request);
    co_return HttpServerResponse::upgrade([state, problem](std::unique_ptr<WebSocket> socket) {
        return serve_gateway(state, std::move(socket), problem);
    });
}

}  // namespace

SandboxServer::SandboxServer(HttpServer& http, Clock& clock, Random& random, Connection::Spawn spawn)
    : http_(http),
      clock_(clock),
      token_("sandbox." + random.token(6) + "." + random.token(27)),
      state_(std::make_shared<State>(clock, random, token_, std::move(spawn))) {}

SandboxServer::~SandboxServer() = default;

Result<std::vector<std::pair<std::string, std::string>>> SandboxServer::listen() {
    HttpHandler handler = [state = state_](HttpServerRequest& request) {
        return answer(state, request);
    };
    auto handle = http_.listen(ListenOptions(), std::move(handler));
    if (!handle) return handle.error();
    handle_ = std::move(*handle);
    const std::string authority = "127.0.0.1:" + std::to_string(handle_->port());
    state_->gateway.set_address("ws://" + authority);
    std::vector<std::pair<std::string, std::string>> options;
    options.emplace_back("token", token_);
    options.emplace_back("api_url", "http://" + authority + "/api/v10");
    return options;
}

Task<Result<void>> SandboxServer::bot_ready(Duration limit) {
    const TimePoint deadline = clock_.now() + limit;
    while (!state_->gateway.is_ready()) {
        if (clock_.now() >= deadline)
            co_return Error(Errc::timeout, "no bot logged in to the discord sandbox");
        co_await clock_.sleep(Duration(5));
    }
    co_return Result<void>();
}

Task<Result<void>> SandboxServer::say(std::string user, std::string channel, std::string text) {
    const WallTime now = clock_.wall_now();
    World& world = state_->world;
    const Person& person = world.person(user, now);
    Place* place = channel == "dm" ? &world.direct_with(person, now) : world.channel_named(channel);
    if (!place) co_return Error(Errc::not_found, "the discord sandbox has no channel " + channel);
    std::string content = world.with_mentions(std::move(text));
    if (content.empty() || code_points(content) > 2'000)
        co_return Error(Errc::invalid_argument, "a discord message has 1 to 2000 characters");
    const Result<bool> interaction = state_->interactions.typed(person, *place, content);
    if (!interaction) co_return interaction.error();
    if (*interaction) co_return Result<void>();
    StoredMessage& message = world.add_message(*place, person, std::move(content), now);
    message.mentions = world.mentioned_in(message.content);
    state_->gateway.message_created(message);
    co_return Result<void>();
}

Task<Result<SandboxLine>> SandboxServer::next_from_bot(Duration limit) {
    const TimePoint deadline = clock_.now() + limit;
    while (state_->lines.empty()) {
        const auto left = std::chrono::ceil<Duration>(deadline - clock_.now());
        if (left <= Duration(0)) co_return Error(Errc::timeout, "the bot said nothing");
        co_await state_->line_added.wait_for(left);
    }
    SandboxLine line = std::move(state_->lines.front());
    state_->lines.pop_front();
    co_return line;
}

Result<void> SandboxServer::stage(std::string fault, std::string argument) {
    return stage_fault(*state_, fault, argument);
}

Counts SandboxServer::counts() const {
    const Gateway::Counts& gateway = state_->gateway.counts();
    Counts out;
    out.connections = gateway.connections;
    out.identifies = gateway.identifies;
    out.resumes = gateway.resumes;
    out.beats = gateway.beats;
    out.published = state_->interactions.commands().replacements();
    out.typing_calls = state_->rest.typing_calls();
    out.messages = state_->world.messages_of(state_->world.channel_named("general")->id).size();
    return out;
}

}  // namespace confab::discord_sandbox
