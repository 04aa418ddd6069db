#pragma once
/// Keeps one Discord gateway session (v10, JSON) alive across connections. Pure: decides, never does I/O.
///
/// The driver connects, calls `on_open`, feeds frames and timeouts, performs the returned actions in order,
/// and reports the end of each connection with `on_closed`; the answer says how to go on.

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "close_codes.hpp"
#include "confab/json.hpp"
#include "confab/option.hpp"
#include "confab/task.hpp"
#include "send_budget.hpp"

namespace confab::discord {

/// Send this text message.
struct Send {
    std::string payload;
};
/// A dispatch. The views are valid as long as the frame. Call `Session::on_delivered` afterwards.
struct Deliver {
    std::string_view type;
    json::Value data;
    std::int64_t seq;
};
/// Logged in; after a resume every missed event has been delivered.
struct Ready {
    bool resumed;
};
/// Close the connection with this code; `on_closed` follows as for any other end.
struct Close {
    std::uint16_t code;
    std::string reason;
};
using Action = std::variant<Send, Deliver, Ready, Close>;
using Actions = std::vector<Action>;

/// Connect again: after `at_least`, and after the back-off's delay when `back_off`.
struct Reconnect {
    bool back_off = true;
    Duration at_least{0};
    std::string reason;
};
/// Do not connect again.
struct Stop {
    std::string reason;
};
using Next = std::variant<Reconnect, Stop>;

struct SessionConfig {
    Secret token;  ///< Bare, without "Bot ".
    std::int64_t intents = 0;
    std::function<double()> jitter;  ///< In [0, 1).
    Duration hello_timeout{30'000};
};

class Session {
public:
    static constexpr std::size_t kMaxPayload = 4096;    ///< Bytes; more is closed with 4002.
    static constexpr std::size_t kMaxQueued = 64;       ///< Sends waiting for the budget; more is refused.
    static constexpr unsigned kMaxResumeAttempts = 3;   ///< In a row without RESUMED; then a new session.
    static constexpr Duration kIdentifySpacing{5'000};  ///< One IDENTIFY in this time (max_concurrency 1).

    explicit Session(SessionConfig config);

    /// A resume is possible: connect to `resume_url()` instead of the gateway's general address.
    bool can_resume() const { return !session_id_.empty() && delivered_.has_value(); }
    /// As READY told it, without query; may be empty.
    const std::string& resume_url() const { return resume_url_; }

    void on_open(TimePoint now);
    Actions on_frame(json::Value frame, TimePoint now);
    Actions on_timeout(TimePoint now);
    /// The dispatch with this number was handled: a resume starts after it.
    void on_delivered(std::int64_t seq);
    /// The connection ended, for whatever reason. `code` 1006: it just broke.
    Next on_closed(std::uint16_t code, TimePoint now);
    /// No connection came about.
    Next on_connect_failed(std::string reason, TimePoint now);

    /// When `on_timeout` is due; changes with every call.
    TimePoint next_timeout() const;
    bool is_ready() const { return phase_ == Phase::ready; }

    /// Sends a payload of the caller's (presence, member request) within the send budget; it may leave later,
    /// by `on_timeout`. Errors: too_large, overloaded, closed.
    Result<Actions> send(std::string payload, TimePoint now);

private:
    enum class Phase { closed, awaiting_hello, identifying, resuming, ready, closing };

    Actions on_hello(json::Value data, TimePoint now);
    Actions on_dispatch(json::Value frame, TimePoint now);
    Actions on_invalid_session(bool resumable);
    Actions close_and(Reconnect next);
    void beat(Actions& actions, TimePoint now);
    void drop_session();
    void count_failed_resume();
    Reconnect paced(Reconnect next, TimePoint now) const;
    bool was_stable(TimePoint now) const;

    SessionConfig config_;

    // Survive reconnects.
    std::string session_id_;
    std::string resume_url_;
    std::optional<std::int64_t> seq_;        // last received: what a beat carries
    std::optional<std::int64_t> delivered_;  // last handled: what a resume starts from
    unsigned failed_resumes_ = 0;
    std::optional<TimePoint> last_identify_;

    // Of the current connection.
    Phase phase_ = Phase::closed;
    bool resuming_ = false;
    TimePoint hello_due_{};
    Duration interval_{0};
    TimePoint beat_due_{};
    bool awaiting_ack_ = false;
    std::optional<TimePoint> ready_at_;
    std::optional<Reconnect> planned_;  // why we closed it ourselves
    SendBudget budget_;
    std::deque<std::string> queued_;
};

/// The address to connect to: `base` with version and encoding, whether or not it has a path or a query.
std::string gateway_address(std::string_view base);

}  // namespace confab::discord
