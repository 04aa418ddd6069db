#pragma once
/// The Scheduler service of one plugin.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "confab/service/clock.hpp"
#include "confab/service/scheduler.hpp"
#include "core/event/owner.hpp"
#include "core/runtime/runtime.hpp"
#include "core/runtime/turns.hpp"
#include "core/schedule/cron_job.hpp"
#include "core/schedule/job_queue.hpp"
#include "core/storage/job_table.hpp"

namespace confab::core {

/// Everything runs as tasks of the owner: one that waits for what is next, and one for each job that runs.
/// Outlives them.
class PluginScheduler final : public Scheduler {
public:
    PluginScheduler(Owner& owner, Runtime& runtime, Clock& clock, Database& database);

    void handle(std::string name, JobHandler handler) override;
    Task<Result<std::int64_t>> at(WallTime due, std::string name, std::string payload) override;
    WallTime now() const noexcept override { return clock_.wall_now(); }
    Task<Result<bool>> cancel(std::int64_t id) override;
    Task<Result<std::vector<ScheduledJob>>> pending(std::string name) override;
    void cron(std::string expression, std::string zone, std::string name, MissedRun missed) override;

    static constexpr std::size_t kMostJobs = 10'000;
    static constexpr std::size_t kMostAtOnce = 16;
    static constexpr std::size_t kLongestName = 100;
    static constexpr std::size_t kLongestPayload = std::size_t(16) * 1024;
    /// The wall clock may be set while waiting: looked at this often.
    static constexpr Duration kLookAgain{60'000};
    static constexpr Duration kNothingWaits{86'400'000};  ///< A change wakes earlier.

private:
    Task<void> wait_and_start();
    Task<Result<void>> load();
    Task<void> begin_cron_jobs();
    void start_due(WallTime now);
    void start_due_cron(WallTime now);
    void notice_jump(WallTime now);
    Duration until_next(WallTime now) const;

    Task<void> run_stored(WaitingJob job);
    Task<void> run_cron(CronJob& cron, ScheduledJob job);
    Task<void> call(const ScheduledJob& job, std::string& fault);
    Task<void> note_cron_run(const CronJob& cron, WallTime when);

    template <class T, class F>
    Task<Result<T>> on_worker(F work);

    Owner& owner_;
    Runtime& runtime_;
    Clock& clock_;
    Database& database_;
    JobTable table_;
    WallTime started_;
    std::map<std::string, JobHandler, std::less<>> handlers_;
    std::vector<std::unique_ptr<CronJob>> cron_jobs_;  // by pointer: running ones are referred to
    JobQueue queue_;
    std::size_t running_ = 0;
    bool is_loaded_ = false;
    std::int64_t last_loaded_ = 0;  // jobs up to this id were there before this generation
    WallTime looked_at_;
    Turns turns_;
    Signal changed_;
};

}  // namespace confab::core
