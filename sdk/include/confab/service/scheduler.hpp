#pragma once
/// Service: work at a time of day or once in the future. For a plain period see `Context::every`.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "confab/abi.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

/// One piece of work that is due or will be.
class ScheduledJob {
public:
    std::int64_t id = 0;  ///< 0: a run of a cron line.
    std::string name;
    std::string payload;  ///< Whatever the plugin gave: text or JSON.
    WallTime due{};
    bool late = false;  ///< Its time passed while the bot, or the plugin, was not running.
};

using JobHandler = std::function<Task<void>(const ScheduledJob& job)>;

/// Whether a cron line that should have run while the bot was off runs once at start.
enum class MissedRun : std::uint8_t { skip, run_once };

/// Each plugin has its own: names and jobs of different plugins do not meet. I/O thread only.
class CONFAB_API Scheduler {
public:
    static constexpr const char* kServiceId = "confab.scheduler/1";
    virtual ~Scheduler();

    /// What runs for the jobs of `name`; say it in `start`, since jobs that fell due earlier run then. A name
    /// that is taken throws std::invalid_argument. A handler that throws is a fault of the plugin, and its
    /// job is done all the same. At most 16 run at once.
    virtual void handle(std::string name, JobHandler handler) = 0;

    /// Runs the handler of `name` at `due`, also when the bot is restarted or the plugin reloaded before: the
    /// job is stored when this returns. It is removed after its handler returned, so a crash in between runs
    /// it again. In the past: at once. Returns its id. Errors: invalid_argument for a name that is empty or
    /// longer than 100 bytes, too_large for a payload beyond 16 KiB, overloaded when 10,000 jobs wait.
    virtual Task<Result<std::int64_t>> at(WallTime due, std::string name, std::string payload) = 0;
    Task<Result<std::int64_t>> after(Duration delay, std::string name, std::string payload);
    virtual WallTime now() const noexcept = 0;
    /// False when there is no such job, or it has run.
    virtual Task<Result<bool>> cancel(std::int64_t id) = 0;
    /// What waits under `name`, the earliest first.
    virtual Task<Result<std::vector<ScheduledJob>>> pending(std::string name) = 0;

    /// Runs the handler of `name` by the clock: five fields (minute hour day-of-month month day-of-week) with
    /// `*`, lists, ranges, steps, names (mon, jan), and "@hourly", "@daily", "@weekly", "@monthly",
    /// "@yearly". Day of month and day of week are alternatives when both are given, as in crontab(5). `zone`
    /// is an IANA name ("Europe/Berlin"), empty for UTC. A time that summer time skips runs right after the
    /// gap, one that it repeats runs once. While a run is still going the next one is left out; one that
    /// could not begin within five minutes counts as missed. Throws std::invalid_argument that says what is
    /// wrong.
    virtual void cron(std::string expression, std::string zone, std::string name,
                      MissedRun missed = MissedRun::skip) = 0;
};

}  // namespace confab::inline v1
