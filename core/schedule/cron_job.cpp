#include "core/schedule/cron_job.hpp"

#include <stdexcept>

#include "core/storage/fields.hpp"

namespace confab::core {
namespace {

TimeZone zone_named(const std::string& name) {
    std::optional<TimeZone> zone = TimeZone::find(name);
    if (!zone)
        throw std::invalid_argument("cron: there is no time zone `" + name +
                                    "`; use an IANA name such as Europe/Berlin");
    return *std::move(zone);
}

}  // namespace

CronJob::CronJob(const std::string& expression, const std::string& zone, std::string name, MissedRun missed)
    : line_(CronLine::parse(expression)),
      zone_(zone_named(zone)),
      name_(std::move(name)),
      key_(join_fields({name_, expression, zone})),
      missed_(missed) {}

std::optional<WallTime> CronJob::following(WallTime when) const {
    const auto offset_at = [this](WallTime moment) {
        return zone_.offset_at(moment);
    };
    return next_run(line_, offset_at, when);
}

void CronJob::begin(WallTime now, std::optional<WallTime> last_run) {
    has_begun_ = true;
    next_ = following(now);
    if (!last_run) return;
    const std::optional<WallTime> missed = following(*last_run);
    catch_up_ = missed && *missed <= now;
    if (catch_up_) next_ = missed;
}

std::optional<ScheduledJob> CronJob::take_due(WallTime now) {
    if (!next_ || *next_ > now) return std::nullopt;
    ScheduledJob job;
    job.name = name_;
    job.due = *next_;
    job.late = catch_up_ || now - *next_ > kTolerance;
    catch_up_ = false;
    next_ = following(now);
    if (is_running || (job.late && missed_ == MissedRun::skip)) return std::nullopt;
    return job;
}

}  // namespace confab::core
