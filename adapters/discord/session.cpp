#include "session.hpp"

#include <algorithm>

#include "intents.hpp"

namespace confab::discord {
namespace {

constexpr Duration kMinInterval{50};  // a peer that asks for less would make us spin
constexpr Duration kMaxInterval{600'000};
constexpr Duration kUsualInterval{41'250};
constexpr Duration kStable{5'000};

enum Op {
    kDispatch = 0,
    kHeartbeat = 1,
    kIdentify = 2,
    kResume = 6,
    kReconnect = 7,
    kInvalidSession = 9,
    kHello = 10,
    kHeartbeatAck = 11,
};

std::string identify_payload(const SessionConfig& config) {
    json::Writer out;
    out.begin_object().field("op", int{kIdentify}).key("d").begin_object();
    out.field("token", config.token.reveal()).field("intents", config.intents).field("large_threshold", 50);
    out.key("properties").begin_object();
    out.field("os", "linux").field("browser", "confab").field("device", "confab");
    out.end_object().end_object().end_object();
    return std::move(out).str();
}

std::string resume_payload(const std::string& token, const std::string& session_id, std::int64_t seq) {
    json::Writer out;
    out.begin_object().field("op", int{kResume}).key("d").begin_object();
    out.field("token", token).field("session_id", session_id).field("seq", seq);
    out.end_object().end_object();
    return std::move(out).str();
}

std::string heartbeat_payload(std::optional<std::int64_t> seq) {
    json::Writer out;
    out.begin_object().field("op", int{kHeartbeat}).key("d");
    seq ? out.value(*seq) : out.null();
    out.end_object();
    return std::move(out).str();
}

std::string describe(std::uint16_t code, const CloseMeaning& meaning, std::int64_t intents) {
    std::string text = std::string(meaning.meaning) + " (close code " + std::to_string(code) + ")";
    if (!meaning.cure.empty()) text += "; " + std::string(meaning.cure);
    if (code == 4014) text += ": " + privileged_intents(intents) + "; or leave them out of `intents`";
    return text;
}

}  // namespace

Session::Session(SessionConfig config) : config_(std::move(config)) {}

void Session::on_open(TimePoint now) {
    phase_ = Phase::awaiting_hello;
    resuming_ = can_resume();
    hello_due_ = now + config_.hello_timeout;
    // Left over from the connection before, a missing acknowledgement would close this one at its first beat.
    awaiting_ack_ = false;
    ready_at_.reset();
    planned_.reset();
    budget_.clear();
}

Actions Session::on_frame(json::Value frame, TimePoint now) {
    if (phase_ == Phase::closed || phase_ == Phase::closing) return {};
    switch (frame["op"].integer(-1)) {
        case kDispatch:
            return on_dispatch(frame, now);
        case kHello:
            return on_hello(frame["d"], now);
        case kHeartbeatAck:
            awaiting_ack_ = false;
            return {};
        case kHeartbeat: {
            // Asked for: sent at once, and the schedule stays. Its acknowledgement is not waited for, or one
            // asked for just before a regular beat would look like a dead connection.
            Actions actions;
            if (budget_.take(true, now)) actions.push_back(Send{heartbeat_payload(seq_)});
            return actions;
        }
        case kReconnect:
            return close_and(Reconnect{!was_stable(now), Duration(0), "the server asked to reconnect"});
        case kInvalidSession:
            return on_invalid_session(frame["d"].boolean());
        default:
            return {};
    }
}

Actions Session::on_hello(json::Value data, TimePoint now) {
    if (phase_ != Phase::awaiting_hello) return {};
    interval_ = std::clamp(Duration(data["heartbeat_interval"].integer(kUsualInterval.count())), kMinInterval,
                           kMaxInterval);
    const double share = config_.jitter();
    beat_due_ = now + Duration(static_cast<Duration::rep>(static_cast<double>(interval_.count()) * share));

    Actions actions;
    budget_.take(true, now);
    if (resuming_) {
        phase_ = Phase::resuming;
        actions.push_back(Send{resume_payload(config_.token.reveal(), session_id_, *delivered_)});
    } else {
        phase_ = Phase::identifying;
        drop_session();
        last_identify_ = now;
        actions.push_back(Send{identify_payload(config_)});
    }
    return actions;
}

Actions Session::on_dispatch(json::Value frame, TimePoint now) {
    const std::string_view type = frame["t"].string();
    const json::Value data = frame["d"];
    if (phase_ == Phase::awaiting_hello || type.empty()) return {};
    if (frame["s"].is_integer()) seq_ = std::max(seq_.value_or(0), frame["s"].integer());

    Actions actions;
    actions.push_back(Deliver{type, data, seq_.value_or(0)});
    if (type == "READY") {
        session_id_ = data["session_id"].string();
        resume_url_ = data["resume_gateway_url"].string();
    } else if (type != "RESUMED") {
        return actions;
    }
    if (phase_ != Phase::ready) {
        actions.push_back(Ready{type == "RESUMED"});
        phase_ = Phase::ready;
        ready_at_ = now;
        failed_resumes_ = 0;
    }
    return actions;
}

Actions Session::on_invalid_session(bool resumable) {
    // The documentation asks for a random wait of one to five seconds before the next attempt.
    const Duration wait(1'000 + static_cast<Duration::rep>(4'000 * config_.jitter()));
    if (!resumable) drop_session();
    return close_and(Reconnect{
        false, wait, resumable ? "the server interrupted the session" : "the server dropped the session"});
}

Actions Session::close_and(Reconnect next) {
    phase_ = Phase::closing;
    Actions actions;
    actions.push_back(Close{kCloseToResume, next.reason});
    planned_ = std::move(next);
    return actions;
}

Actions Session::on_timeout(TimePoint now) {
    Actions actions;
    if (phase_ == Phase::closed || phase_ == Phase::closing) return actions;
    if (phase_ == Phase::awaiting_hello) {
        if (now >= hello_due_) return close_and(Reconnect{true, Duration(0), "no HELLO from the server"});
        return actions;
    }
    if (now >= beat_due_) {
        if (awaiting_ack_)
            return close_and(Reconnect{!was_stable(now), Duration(0), "a beat was not acknowledged"});
        beat(actions, now);
    }
    while (phase_ == Phase::ready && !queued_.empty() && budget_.take(false, now)) {
        actions.push_back(Send{std::move(queued_.front())});
        queued_.pop_front();
    }
    return actions;
}

void Session::beat(Actions& actions, TimePoint now) {
    beat_due_ += interval_;
    if (beat_due_ <= now) beat_due_ = now + interval_;  // the process slept: no burst of beats
    if (!budget_.take(true, now)) return;
    awaiting_ack_ = true;
    actions.push_back(Send{heartbeat_payload(seq_)});
}

void Session::on_delivered(std::int64_t seq) {
    delivered_ = std::max(delivered_.value_or(0), seq);
}

Next Session::on_closed(std::uint16_t code, TimePoint now) {
    const bool resume_failed = resuming_ && !ready_at_;
    const bool stable = was_stable(now);
    phase_ = Phase::closed;
    queued_.clear();
    if (resume_failed) count_failed_resume();
    if (planned_) return paced(*std::exchange(planned_, {}), now);

    const CloseMeaning meaning = meaning_of_close(code);
    std::string reason = describe(code, meaning, config_.intents);
    if (meaning.action == AfterClose::stop) return Stop{std::move(reason)};
    if (meaning.action == AfterClose::identify) drop_session();
    return paced(Reconnect{meaning.back_off || !stable, Duration(0), std::move(reason)}, now);
}

Next Session::on_connect_failed(std::string reason, TimePoint now) {
    if (can_resume()) count_failed_resume();
    return paced(Reconnect{true, Duration(0), std::move(reason)}, now);
}

void Session::drop_session() {
    session_id_.clear();
    resume_url_.clear();
    seq_.reset();
    delivered_.reset();
    failed_resumes_ = 0;
}

void Session::count_failed_resume() {
    if (++failed_resumes_ >= kMaxResumeAttempts) drop_session();
}

Reconnect Session::paced(Reconnect next, TimePoint now) const {
    if (!can_resume() && last_identify_) {
        const auto left = std::chrono::ceil<Duration>(*last_identify_ + kIdentifySpacing - now);
        next.at_least = std::max(next.at_least, left);
    }
    return next;
}

bool Session::was_stable(TimePoint now) const {
    return ready_at_ && now - *ready_at_ >= kStable;
}

TimePoint Session::next_timeout() const {
    switch (phase_) {
        case Phase::closed:
        case Phase::closing:
            return TimePoint::max();
        case Phase::awaiting_hello:
            return hello_due_;
        case Phase::ready:
            return queued_.empty() ? beat_due_ : std::min(beat_due_, budget_.free_at());
        default:
            return beat_due_;
    }
}

Result<Actions> Session::send(std::string payload, TimePoint now) {
    if (payload.size() > kMaxPayload) return Error(Errc::too_large, "gateway payload over 4096 bytes");
    if (phase_ != Phase::ready) return Error(Errc::closed, "no gateway session");
    Actions actions;
    if (queued_.empty() && budget_.take(false, now)) {
        actions.push_back(Send{std::move(payload)});
        return actions;
    }
    if (queued_.size() >= kMaxQueued) return Error(Errc::overloaded, "too many gateway sends are waiting");
    queued_.push_back(std::move(payload));
    return actions;
}

std::string gateway_address(std::string_view base) {
    std::string address(base);
    const std::size_t authority = address.find("://");
    const std::size_t query = address.find('?');
    const std::size_t path = address.find('/', authority == std::string::npos ? 0 : authority + 3);
    if (query != std::string::npos) {
        address.erase(query);  // the server's own query would contradict what we ask for
        if (path == std::string::npos || path > query) address += '/';
    } else if (path == std::string::npos) {
        address += '/';
    }
    return address + "?v=10&encoding=json";
}

}  // namespace confab::discord
