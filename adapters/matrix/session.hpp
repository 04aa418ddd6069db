#pragma once
/// Login and the sync loop as a state machine without I/O: answers in, actions out.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "api.hpp"
#include "confab/backoff.hpp"
#include "confab/event.hpp"

namespace confab::matrix {

/// What outlives the process. `next_batch` belongs to the user, the rest to the device.
class Saved {
public:
    std::string user_id;
    std::string device_id;
    Secret access_token;
    std::string next_batch;
};

/// What can be asked of the homeserver on the way to, and in, the sync loop.
enum class Call { versions, whoami, login, create_filter, sync };

namespace action {

/// Make this call, then feed the answer to `Session::on_answer`. Always the last of a list.
struct Request {
    Call call = Call::versions;
    Duration timeout{};       ///< Sync only: how long the server may wait.
    bool full_state = false;  ///< Sync only: all state again, not just what changed.
};
/// Sleep, then call `Session::on_wake`. Always the last of a list.
struct Wait {
    Duration delay{};
};
/// Take in the sync answer just fed. Not `live`: learn the state, say nothing to anybody.
struct Deliver {
    bool live = false;
};
/// Store `Session::saved()`; after a `Deliver`, once the batch was handed over.
struct Persist {};
struct Announce {
    ConnectionState state = ConnectionState::connecting;
    std::string reason;
};
/// The end: trying again is useless without the operator.
struct Stop {
    std::string reason;
};

}  // namespace action

using Action = std::variant<action::Request, action::Wait, action::Deliver, action::Persist, action::Announce,
                            action::Stop>;
using Actions = std::vector<Action>;

/// Keeps one account in sync with its homeserver. Pure: decides, never does I/O. Perform the actions in
/// order.
class Session {
public:
    static constexpr Duration kPoll{30'000};

    /// `saved.access_token` empty and `can_log_in` false cannot work; whoever reads the options refuses it.
    Session(Saved saved, bool can_log_in);

    Actions start();
    /// `unit`: a random number in [0, 1) for the jitter of a wait.
    Actions on_answer(const Answer& answer, TimePoint now, double unit);
    Actions on_wake(TimePoint now);

    const Saved& saved() const { return saved_; }
    const std::string& filter_id() const { return filter_id_; }

private:
    Actions on_success(json::Value body, TimePoint now);
    Actions on_versions(json::Value body);
    Actions on_identity(json::Value body);
    Actions on_login(json::Value body);
    Actions on_sync(json::Value body, TimePoint now);

    Actions on_error(const ApiError& error, TimePoint now, double unit);
    Actions on_expired(const ApiError& error);
    Actions on_sync_refused(const ApiError& error, TimePoint now, double unit);
    Actions retry(const ApiError& error, TimePoint now, double unit);
    Actions stop(const std::string& reason);

    void ask(Actions& out, Call call);
    void ask_sync(Actions& out);
    void announce(Actions& out, ConnectionState state, std::string reason);
    void adopt_user(std::string_view user_id);

    Saved saved_;
    bool can_log_in_;
    std::string filter_id_;        // made anew each start, so that a change of the filter takes effect
    bool filter_refused_ = false;  // the one made last is unknown to the server: do not loop
    bool state_known_ = false;     // false after a start: the next sync brings all state
    Call stage_ = Call::versions;
    Duration asked_timeout_{};
    TimePoint asked_at_{};
    bool poll_ = false;  // the last sync went well, so the next one may wait
    unsigned hasty_answers_ = 0;
    std::optional<ConnectionState> announced_;
    TimePoint ready_since_{};
    Backoff backoff_{Duration(1'000), Duration(300'000)};
};

}  // namespace confab::matrix
