#include "gateway.hpp"

#include <algorithm>

namespace confab::discord {
namespace {

constexpr std::size_t kMaxMessage = 16 * 1024 * 1024;  // a large guild's GUILD_CREATE takes megabytes
constexpr std::uint16_t kBroken = 1006;

}  // namespace

/// One connection; shared by its reader and its writer, whichever ends last.
struct Gateway::Link {
    explicit Link(std::unique_ptr<WebSocket> socket_in) : socket(std::move(socket_in)) {}
    std::unique_ptr<WebSocket> socket;
    std::deque<Action> outbox;  // bounded by the session's send budget
    Signal wake;
    bool ended = false;
};

Gateway::Gateway(GatewayConfig config, Api& api, WebSocketClient& sockets, Clock& clock, Random& random,
                 AccountContext& account, GatewayEvents& events)
    : config_(std::move(config)),
      session_(config_.session),
      api_(api),
      sockets_(sockets),
      clock_(clock),
      random_(random),
      account_(account),
      events_(events) {}

Task<void> Gateway::run() {
    for (;;) {
        events_.on_state(ConnectionState::connecting, "");
        Next next = co_await connect_once();
        if (const auto* stop = std::get_if<Stop>(&next)) {
            account_.log().error("gateway stopped", {{"reason", stop->reason}});
            events_.on_state(ConnectionState::stopped, stop->reason);
            co_return;
        }
        const Reconnect& again = std::get<Reconnect>(next);
        const Duration delay =
            again.back_off ? backoff_.next(random_.uniform(), again.at_least) : again.at_least;
        if (again.back_off)
            account_.log().warn("gateway lost", {{"reason", again.reason}, {"retry_in", delay}});
        else  // Discord asks for this a few times a day
            account_.log().info("gateway reconnects", {{"reason", again.reason}, {"retry_in", delay}});
        events_.on_state(ConnectionState::lost, again.reason);
        co_await clock_.sleep(delay);
    }
}

Task<Next> Gateway::connect_once() {
    Result<std::string> address = co_await find_address();
    if (!address) {
        const Error& error = address.error();
        if (error.code() == Errc::unauthorized || error.code() == Errc::insecure)
            co_return Next(Stop{error.message()});
        Next next = session_.on_connect_failed(error.message(), clock_.now());
        if (auto* again = std::get_if<Reconnect>(&next))
            again->at_least = std::max(again->at_least, error.retry_after().value_or(Duration(0)));
        co_return next;
    }
    account_.log().debug("gateway connecting", {{"address", *address}, {"resume", session_.can_resume()}});
    Result<std::unique_ptr<WebSocket>> socket =
        co_await sockets_.connect(std::move(*address), HttpHeaders(), kMaxMessage);
    if (!socket) co_return session_.on_connect_failed(socket.error().message(), clock_.now());

    const auto link = std::make_shared<Link>(std::move(*socket));
    const TimePoint opened = clock_.now();
    session_.on_open(opened);
    Task<void> writer = write(link);
    account_.spawn("gateway writer", std::move(writer));
    co_await read(link);
    link->ended = true;
    link->wake.notify();
    backoff_.ended(std::chrono::duration_cast<Duration>(clock_.now() - opened));
    const std::uint16_t code = link->socket->close_code();
    co_return session_.on_closed(code == 0 ? kBroken : code, clock_.now());
}

Task<Result<std::string>> Gateway::find_address() {
    if (!config_.url.empty()) co_return gateway_address(config_.url);
    if (session_.can_resume() && acceptable(session_.resume_url()))
        co_return gateway_address(session_.resume_url());
    co_return co_await fresh_address();
}

Task<Result<std::string>> Gateway::fresh_address() {
    Result<GatewayInfo> info = co_await api_.gateway_bot();
    if (!info) co_return info.error();
    if (!acceptable(info->url)) co_return Error(Errc::insecure, "the gateway address is not wss://");
    if (info->starts_left <= 0 && !session_.can_resume())
        co_return Error(Errc::rate_limited, "no session starts are left today")
            .with_retry_after(info->starts_reset_after);
    co_return gateway_address(info->url);
}

bool Gateway::acceptable(std::string_view url) const {
    return url.starts_with("wss://") || (!config_.secure && url.starts_with("ws://"));
}

Task<void> Gateway::read(std::shared_ptr<Link> link) {
    for (;;) {
        Result<WebSocketMessage> message = co_await link->socket->receive();
        if (!message) co_return;
        const auto frame = json::Document::parse(std::move(message->data));
        if (!frame) {
            account_.log().warn("gateway frame ignored", {{"reason", frame.error().message()}});
            continue;
        }
        const TimePoint due = session_.next_timeout();
        perform(*link, session_.on_frame(frame->root(), clock_.now()));
        if (session_.next_timeout() != due) link->wake.notify();
    }
}

Task<void> Gateway::write(std::shared_ptr<Link> link) {
    while (!link->ended) {
        if (!link->outbox.empty()) {
            Action action = std::move(link->outbox.front());
            link->outbox.pop_front();
            if (auto* close = std::get_if<Close>(&action)) {
                co_await link->socket->close(close->code, std::move(close->reason));
                co_return;
            }
            Result<void> sent = co_await link->socket->send_text(std::move(std::get<Send>(action).payload));
            if (sent) continue;
            co_await link->socket->close(kCloseToResume, "");  // makes the reader end, too
            co_return;
        }
        const TimePoint now = clock_.now();
        const TimePoint due = session_.next_timeout();
        if (due <= now) {
            perform(*link, session_.on_timeout(now));
        } else if (due == TimePoint::max()) {
            co_await link->wake.wait();
        } else {
            co_await link->wake.wait_for(std::chrono::ceil<Duration>(due - now));
        }
    }
}

void Gateway::perform(Link& link, Actions actions) {
    for (Action& action : actions) {
        if (const auto* dispatch = std::get_if<Deliver>(&action)) {
            events_.on_dispatch(dispatch->type, dispatch->data);
            session_.on_delivered(dispatch->seq);
        } else if (const auto* ready = std::get_if<Ready>(&action)) {
            account_.log().info("gateway ready", {{"resumed", ready->resumed}});
            events_.on_state(ConnectionState::ready, ready->resumed ? "resumed" : "");
        } else {
            link.outbox.push_back(std::move(action));
            link.wake.notify();
        }
    }
}

}  // namespace confab::discord
