#pragma once
/// Feeds a Session with JSON text and renders its decisions as short words, so that tests compare lists of
/// text.

#include <string>
#include <variant>
#include <vector>

#include "adapters/discord/session.hpp"

namespace confab::discord::test {

using Words = std::vector<std::string>;

inline TimePoint at(std::int64_t milliseconds) {
    return TimePoint(std::chrono::hours(1)) + Duration(milliseconds);
}

class SessionDriver {
public:
    explicit SessionDriver(double jitter = 0.5, std::int64_t intents = 33281)
        : jitter_(jitter), session_(config(*this, intents)) {}

    Session& session() { return session_; }
    void set_jitter(double jitter) { jitter_ = jitter; }

    void open(std::int64_t now) { session_.on_open(at(now)); }
    Words frame(const std::string& text, std::int64_t now) {
        const json::Document document = json::Document::parse(text).value();
        return words(session_.on_frame(document.root(), at(now)));
    }
    Words timeout(std::int64_t now) { return words(session_.on_timeout(at(now))); }
    Next closed(std::uint16_t code, std::int64_t now) { return session_.on_closed(code, at(now)); }
    std::int64_t due() const {
        return std::chrono::duration_cast<Duration>(session_.next_timeout() - at(0)).count();
    }

    Words hello(std::int64_t now, int interval = 1000) {
        return frame(R"({"op":10,"d":{"heartbeat_interval":)" + std::to_string(interval) + "}}", now);
    }
    Words ack(std::int64_t now) { return frame(R"({"op":11})", now); }
    Words ready(std::int64_t now, int seq = 1) {
        return frame(R"({"op":0,"t":"READY","s":)" + std::to_string(seq) +
                         R"(,"d":{"session_id":"abc","resume_gateway_url":"wss://resume.test"}})",
                     now);
    }
    Words message(int seq, std::int64_t now) {
        return frame(R"({"op":0,"t":"MESSAGE_CREATE","s":)" + std::to_string(seq) + R"(,"d":{"id":"1"}})",
                     now);
    }
    /// Connected, identified and ready at `now`.
    void log_in(std::int64_t now, int interval = 1000) {
        open(now);
        hello(now, interval);
        ready(now);
    }

private:
    static SessionConfig config(SessionDriver& driver, std::int64_t intents) {
        SessionConfig out;
        out.token = Secret("token");
        out.intents = intents;
        out.jitter = [&driver] {
            return driver.jitter_;
        };
        return out;
    }

    Words words(const Actions& actions) {
        Words out;
        for (const Action& action : actions) out.push_back(word(action));
        return out;
    }
    std::string word(const Action& action) {
        if (const auto* send = std::get_if<Send>(&action)) return "send " + send->payload;
        if (const auto* close = std::get_if<Close>(&action)) return "close " + std::to_string(close->code);
        if (const auto* ready = std::get_if<Ready>(&action)) return ready->resumed ? "resumed" : "ready";
        const auto& dispatch = std::get<Deliver>(action);
        session_.on_delivered(dispatch.seq);
        return "deliver " + std::string(dispatch.type) + " " + std::to_string(dispatch.seq);
    }

    double jitter_;
    Session session_;
};

/// "reconnect now", "reconnect 5000ms", "back off", "back off 5000ms", "stop: reason".
inline std::string describe(const Next& next) {
    if (const auto* stop = std::get_if<Stop>(&next)) return "stop: " + stop->reason;
    const auto& again = std::get<Reconnect>(next);
    const std::string wait =
        again.at_least > Duration(0) ? std::to_string(again.at_least.count()) + "ms" : "";
    if (again.back_off) return wait.empty() ? "back off" : "back off " + wait;
    return "reconnect " + (wait.empty() ? "now" : wait);
}

inline constexpr char kResume[] = R"(send {"op":6,"d":{"token":"token","session_id":"abc","seq":)";

}  // namespace confab::discord::test
