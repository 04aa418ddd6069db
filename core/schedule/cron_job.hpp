#pragma once
/// One cron line of a plugin and when it runs. Pure: decides, never waits or stores.

#include <optional>
#include <string>

#include "confab/service/scheduler.hpp"
#include "core/schedule/cron.hpp"
#include "core/schedule/time_zone.hpp"

namespace confab::core {

class CronJob {
public:
    /// Throws std::invalid_argument that says what is wrong.
    CronJob(const std::string& expression, const std::string& zone, std::string name, MissedRun missed);

    const std::string& name() const noexcept { return name_; }
    /// Tells it from the plugin's others; what its last run is stored under.
    const std::string& key() const noexcept { return key_; }
    bool wants_last_run() const noexcept { return missed_ == MissedRun::run_once; }

    /// Begins at `now`; `last_run` is what was stored, if anything.
    void begin(WallTime now, std::optional<WallTime> last_run);
    /// The clock was set back far: it was wrong before.
    void begin_anew(WallTime now) { next_ = following(now); }
    bool has_begun() const noexcept { return has_begun_; }
    std::optional<WallTime> next() const noexcept { return next_; }

    /// What to run now, if anything; the next run is then the one after `now`. A run is left out while
    /// `is_running`, or when its time passed long ago and nobody wants missed ones.
    std::optional<ScheduledJob> take_due(WallTime now);
    bool is_running = false;

    static constexpr Duration kTolerance{300'000};  ///< Later than this is missed.

private:
    std::optional<WallTime> following(WallTime when) const;
    CronLine line_;
    TimeZone zone_;
    std::string name_;
    std::string key_;
    MissedRun missed_;
    std::optional<WallTime> next_;
    bool has_begun_ = false;
    bool catch_up_ = false;  // `next_` is a run that was missed before `begin`
};

}  // namespace confab::core
