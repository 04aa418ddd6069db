#include "session.hpp"

#include <algorithm>

namespace confab::matrix {
namespace {

constexpr Duration kLockedPoll{60'000};
constexpr Duration kHastyPause{1'000};
constexpr Duration kHasty{1'000};
constexpr unsigned kHastyAllowed = 3;

bool has_nothing(json::Value sync) {
    const json::Value rooms = sync["rooms"];
    for (const char* kind : {"join", "invite", "leave"})
        if (rooms[kind].size() > 0) return false;
    return true;
}

ApiError unusable(std::string text) {
    ApiError error;
    error.text = std::move(text);
    return error;
}

bool speaks_of_filter(const ApiError& error) {
    return error.text.find("filter") != std::string::npos || error.text.find("Filter") != std::string::npos;
}

}  // namespace

Session::Session(Saved saved, bool can_log_in) : saved_(std::move(saved)), can_log_in_(can_log_in) {}

Actions Session::start() {
    Actions out;
    announce(out, ConnectionState::connecting, {});
    ask(out, Call::versions);
    return out;
}

Actions Session::on_wake(TimePoint now) {
    asked_at_ = now;
    Actions out;
    if (stage_ == Call::sync)
        ask_sync(out);
    else
        ask(out, stage_);
    return out;
}

Actions Session::on_answer(const Answer& answer, TimePoint now, double unit) {
    Actions out;
    if (const auto* error = std::get_if<ApiError>(&answer)) {
        out = on_error(*error, now, unit);
    } else {
        out = on_success(std::get<json::Document>(answer).root(), now);
        if (out.empty()) out = retry(unusable("the answer lacks what the API promises"), now, unit);
    }
    asked_at_ = now;
    return out;
}

// An empty list: the answer cannot be used.
Actions Session::on_success(json::Value body, TimePoint now) {
    switch (stage_) {
        case Call::versions:
            return on_versions(body);
        case Call::whoami:
            return on_identity(body);
        case Call::login:
            return on_login(body);
        case Call::create_filter: {
            Actions out;
            filter_id_ = body["filter_id"].string();
            if (!filter_id_.empty()) ask_sync(out);
            return out;
        }
        case Call::sync:
            return on_sync(body, now);
    }
    return {};
}

Actions Session::on_versions(json::Value body) {
    Actions out;
    if (body["versions"].size() == 0) return out;
    ask(out, saved_.access_token.empty() ? Call::login : Call::whoami);
    return out;
}

Actions Session::on_identity(json::Value body) {
    Actions out;
    const std::string_view user = body["user_id"].string();
    if (user.empty()) return out;
    adopt_user(user);
    saved_.device_id = body["device_id"].string();
    out.emplace_back(action::Persist{});
    ask(out, Call::create_filter);
    return out;
}

Actions Session::on_login(json::Value body) {
    Actions out;
    const std::string_view user = body["user_id"].string();
    const std::string_view token = body["access_token"].string();
    if (user.empty() || token.empty()) return out;
    adopt_user(user);
    saved_.access_token = Secret(std::string(token));
    saved_.device_id = body["device_id"].string();
    out.emplace_back(action::Persist{});
    ask(out, Call::create_filter);
    return out;
}

void Session::adopt_user(std::string_view user_id) {
    if (saved_.user_id != user_id) saved_.next_batch.clear();
    saved_.user_id = user_id;
}

Actions Session::on_sync(json::Value body, TimePoint now) {
    Actions out;
    const std::string_view next = body["next_batch"].string();
    if (next.empty()) return out;
    if (announced_ != ConnectionState::ready) ready_since_ = now;
    announce(out, ConnectionState::ready, {});
    // What happened before the first position is history: taken in, never answered.
    out.emplace_back(action::Deliver{!saved_.next_batch.empty()});
    if (saved_.next_batch != next) {
        saved_.next_batch = next;
        out.emplace_back(action::Persist{});
    }
    state_known_ = true;
    filter_refused_ = false;
    poll_ = true;
    // A server or proxy that answers long-polls at once, with nothing in them, must not drive a hot loop.
    const bool hasty = asked_timeout_ > kHasty && now - asked_at_ < kHasty && has_nothing(body);
    hasty_answers_ = hasty ? hasty_answers_ + 1 : 0;
    if (hasty_answers_ > kHastyAllowed)
        out.emplace_back(action::Wait{kHastyPause});
    else
        ask_sync(out);
    return out;
}

Actions Session::on_error(const ApiError& error, TimePoint now, double unit) {
    if (error.errcode == "M_USER_DEACTIVATED") return stop("the account is deactivated");
    switch (error.fault) {
        case Fault::token_expired:
            return on_expired(error);
        case Fault::token_unknown:
            saved_.access_token = Secret();
            saved_.device_id.clear();
            return stop("the homeserver does not know this login any more (" + error.message() + ")");
        case Fault::user_locked: {
            Actions out;
            announce(out, ConnectionState::degraded, "the account is locked");
            poll_ = false;
            out.emplace_back(action::Wait{kLockedPoll});
            return out;
        }
        case Fault::transport:
        case Fault::rate_limited:
            return retry(error, now, unit);
        case Fault::forbidden:
        case Fault::not_found:
        case Fault::too_large:
        case Fault::refused:
            break;
    }
    if (stage_ == Call::login) return stop("the login was refused (" + error.message() + ")");
    if (stage_ == Call::sync && error.status == 400) return on_sync_refused(error, now, unit);
    return retry(error, now, unit);
}

Actions Session::on_expired(const ApiError& error) {
    if (!can_log_in_)
        return stop("the access token has expired and there is no password (" + error.message() + ")");
    Actions out;
    saved_.access_token = Secret();  // but not the device: it stays the same one
    poll_ = false;
    ask(out, Call::login);
    return out;
}

Actions Session::on_sync_refused(const ApiError& error, TimePoint now, double unit) {
    Actions out;
    if (speaks_of_filter(error) && !filter_refused_) {
        filter_refused_ = true;
        poll_ = false;
        ask(out, Call::create_filter);
        return out;
    }
    if (saved_.next_batch.empty()) return retry(error, now, unit);
    saved_.next_batch.clear();
    poll_ = false;
    announce(out, ConnectionState::degraded,
             "the homeserver refused the sync position; what was said meanwhile is not answered");
    ask_sync(out);
    return out;
}

Actions Session::retry(const ApiError& error, TimePoint now, double unit) {
    Actions out;
    if (announced_ == ConnectionState::ready)
        backoff_.ended(std::chrono::duration_cast<Duration>(now - ready_since_));
    const bool throttled = error.fault == Fault::rate_limited;
    announce(out, throttled ? ConnectionState::degraded : ConnectionState::lost, error.message());
    poll_ = false;
    out.emplace_back(action::Wait{backoff_.next(unit, error.retry_after)});
    return out;
}

Actions Session::stop(const std::string& reason) {
    Actions out;
    out.emplace_back(action::Persist{});
    announce(out, ConnectionState::stopped, reason);
    out.emplace_back(action::Stop{reason});
    return out;
}

void Session::ask(Actions& out, Call call) {
    stage_ = call;
    out.emplace_back(action::Request{call, Duration(0), false});
}

void Session::ask_sync(Actions& out) {
    stage_ = Call::sync;
    // The first one after a start or a failure must not wait: the answer shows whether all is well.
    asked_timeout_ = poll_ ? kPoll : Duration(0);
    const bool full_state = !state_known_ && !saved_.next_batch.empty();
    out.emplace_back(action::Request{Call::sync, asked_timeout_, full_state});
}

void Session::announce(Actions& out, ConnectionState state, std::string reason) {
    if (announced_ == state) return;
    announced_ = state;
    out.emplace_back(action::Announce{state, std::move(reason)});
}

}  // namespace confab::matrix
