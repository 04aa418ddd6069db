#include "core/schedule/plugin_scheduler.hpp"

#include <algorithm>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>
#include <stdexcept>

#include "core/runtime/failure.hpp"

namespace confab::core {
namespace {

const std::string kCronSpace = "core/schedule/";  // and the plugin's id

// Further back than summer time and small corrections.
constexpr std::chrono::hours kFarBack{3};

std::string to_text(WallTime when) {
    return std::to_string(std::chrono::floor<Duration>(when.time_since_epoch()).count());
}

std::optional<WallTime> to_time(const std::optional<std::string>& text) {
    if (!text || text->empty() || text->size() > 15) return std::nullopt;
    if (text->find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
    const Duration since(std::stoll(*text));
    if (since > std::chrono::floor<Duration>(WallTime::max().time_since_epoch())) return std::nullopt;
    return WallTime(since);
}

// Counts a running job as long as it lives, however it ends.
class Running {
public:
    Running(std::size_t& count, Signal& changed) : count_(count), changed_(changed) {}
    ~Running() {
        --count_;
        changed_.notify();
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

private:
    std::size_t& count_;
    Signal& changed_;
};

}  // namespace

PluginScheduler::PluginScheduler(Owner& owner, Runtime& runtime, Clock& clock, Database& database)
    : owner_(owner),
      runtime_(runtime),
      clock_(clock),
      database_(database),
      table_(database, std::string(owner.id())),
      started_(clock.wall_now()),
      looked_at_(started_) {
    owner.tasks().spawn("scheduler", wait_and_start());
}

template <class T, class F>
Task<Result<T>> PluginScheduler::on_worker(F work) {
    Result<T> result = Error(Errc::internal, "not run");
    std::function<void()> job = [&result, &work] {
        result = work();
    };
    co_await runtime_.on_worker(std::move(job));
    co_return result;
}

void PluginScheduler::handle(std::string name, JobHandler handler) {
    if (name.empty() || name.size() > kLongestName || !handler)
        throw std::invalid_argument("scheduler: a handler needs a name of at most 100 bytes and a function");
    if (handlers_.contains(name))
        throw std::invalid_argument("scheduler: `" + name + "` has a handler already");
    queue_.open(name);
    handlers_.emplace(std::move(name), std::move(handler));
    changed_.notify();
}

void PluginScheduler::cron(std::string expression, std::string zone, std::string name, MissedRun missed) {
    auto job = std::make_unique<CronJob>(expression, zone, std::move(name), missed);
    for (const auto& other : cron_jobs_)
        if (other->key() == job->key())
            throw std::invalid_argument("cron `" + expression + "` is there twice for `" + job->name() + "`");
    cron_jobs_.push_back(std::move(job));
    changed_.notify();
}

Task<Result<std::int64_t>> PluginScheduler::at(WallTime due, std::string name, std::string payload) {
    if (name.empty() || name.size() > kLongestName)
        co_return Error(Errc::invalid_argument, "a job needs a name of at most 100 bytes");
    if (payload.size() > kLongestPayload)
        co_return Error(Errc::too_large,
                        "the payload of a job has at most " + std::to_string(kLongestPayload) + " bytes");
    const Result<Turns::Turn> turn = co_await turns_.take();
    if (!turn) co_return turn.error();
    const Result<void> loaded = co_await load();
    if (!loaded) co_return loaded.error();
    if (queue_.size() + running_ >= kMostJobs)
        co_return Error(Errc::overloaded, std::to_string(kMostJobs) + " jobs of this plugin wait already");
    auto add = [&] {
        return table_.add(name, payload, due);
    };
    const Result<std::int64_t> id = co_await on_worker<std::int64_t>(std::move(add));
    if (!id) co_return id.error();
    queue_.add(WaitingJob(*id, std::move(name), due));
    changed_.notify();
    co_return *id;
}

Task<Result<bool>> PluginScheduler::cancel(std::int64_t id) {
    const Result<Turns::Turn> turn = co_await turns_.take();
    if (!turn) co_return turn.error();
    const Result<void> loaded = co_await load();
    if (!loaded) co_return loaded.error();
    std::optional<WaitingJob> job = queue_.remove(id);  // from now on it cannot start
    if (!job) co_return false;
    auto remove = [this, id] {
        return table_.remove(id);
    };
    const Result<bool> removed = co_await on_worker<bool>(std::move(remove));
    if (!removed) queue_.add(*std::move(job));
    changed_.notify();
    co_return removed;
}

Task<Result<std::vector<ScheduledJob>>> PluginScheduler::pending(std::string name) {
    const Result<Turns::Turn> turn = co_await turns_.take();
    if (!turn) co_return turn.error();
    const Result<void> loaded = co_await load();
    if (!loaded) co_return loaded.error();
    auto read = [&] {
        return table_.named(name);
    };
    Result<std::vector<StoredJob>> stored = co_await on_worker<std::vector<StoredJob>>(std::move(read));
    if (!stored) co_return stored.error();
    std::vector<ScheduledJob> jobs;
    for (StoredJob& row : *stored) {
        if (!queue_.contains(row.id)) continue;  // it runs
        ScheduledJob& job = jobs.emplace_back();
        job.id = row.id;
        job.name = std::move(row.name);
        job.payload = std::move(row.payload);
        job.due = row.due;
        job.late = row.id <= last_loaded_ && row.due <= started_;
    }
    co_return jobs;
}

// Whoever calls it has the turn.
Task<Result<void>> PluginScheduler::load() {
    if (is_loaded_) co_return Result<void>();
    auto read = [this] {
        return table_.all();
    };
    Result<std::vector<StoredJob>> stored = co_await on_worker<std::vector<StoredJob>>(std::move(read));
    if (!stored) co_return stored.error();
    for (StoredJob& job : *stored) {
        last_loaded_ = job.id;
        queue_.add(WaitingJob(job.id, std::move(job.name), job.due));
    }
    is_loaded_ = true;
    co_return Result<void>();
}

Task<void> PluginScheduler::wait_and_start() {
    for (;;) {
        Result<void> loaded = Error(Errc::overloaded, "too much waits");
        {
            const Result<Turns::Turn> turn = co_await turns_.take();
            if (turn) loaded = co_await load();
        }
        if (loaded) break;
        owner_.log().error("scheduled jobs cannot be read: trying again in a minute",
                           {{"plugin", owner_.id()}, {"reason", loaded.error().message()}});
        co_await clock_.sleep(kLookAgain);
    }
    for (;;) {
        co_await begin_cron_jobs();
        const WallTime now = clock_.wall_now();
        notice_jump(now);
        start_due(now);
        start_due_cron(now);
        Task<void> change = changed_.wait();
        co_await clock_.run_for(until_next(now), std::move(change));
    }
}

Task<void> PluginScheduler::begin_cron_jobs() {
    const std::string space = kCronSpace + std::string(owner_.id());
    for (std::size_t i = 0; i < cron_jobs_.size(); ++i) {  // more may be added meanwhile
        CronJob& cron = *cron_jobs_[i];
        if (cron.has_begun()) continue;
        std::optional<WallTime> last_run;
        if (cron.wants_last_run()) {
            auto read = [&] {
                return database_.get(space, cron.key());
            };
            const auto stored = co_await on_worker<std::optional<std::string>>(std::move(read));
            if (stored) last_run = to_time(*stored);
            if (stored && !last_run) co_await note_cron_run(cron, clock_.wall_now());
        }
        cron.begin(clock_.wall_now(), last_run);
    }
}

void PluginScheduler::notice_jump(WallTime now) {
    if (now < looked_at_ - kFarBack)
        for (const auto& cron : cron_jobs_) cron->begin_anew(now);
    looked_at_ = now;
}

void PluginScheduler::start_due(WallTime now) {
    while (running_ < kMostAtOnce) {
        std::optional<WaitingJob> job = queue_.take_due(now);
        if (!job) return;
        ++running_;
        std::string task = "job " + job->name;
        owner_.tasks().spawn(std::move(task), run_stored(*std::move(job)));
    }
}

void PluginScheduler::start_due_cron(WallTime now) {
    for (const auto& cron : cron_jobs_) {
        if (running_ >= kMostAtOnce) return;
        if (!handlers_.contains(cron->name())) continue;
        std::optional<ScheduledJob> job = cron->take_due(now);
        if (!job) continue;
        ++running_;
        cron->is_running = true;
        owner_.tasks().spawn("job " + cron->name(), run_cron(*cron, *std::move(job)));
    }
}

Duration PluginScheduler::until_next(WallTime now) const {
    std::optional<WallTime> next = queue_.next_due();
    for (const auto& cron : cron_jobs_)
        if (cron->next() && handlers_.contains(cron->name()) && (!next || *cron->next() < *next))
            next = cron->next();
    if (!next) return kNothingWaits;
    // A job that is due all the same waits for one that runs to end, which is a change.
    if (*next <= now) return kLookAgain;
    if (*next > now + kLookAgain) return kLookAgain;
    return std::chrono::ceil<Duration>(*next - now);
}

Task<void> PluginScheduler::run_stored(WaitingJob waiting) {
    const Running running(running_, changed_);
    const std::int64_t id = waiting.id;
    ScheduledJob job;
    job.id = id;
    job.name = waiting.name;
    job.due = waiting.due;
    job.late = id <= last_loaded_ && waiting.due <= started_;
    auto read = [this, id] {
        return table_.payload(id);
    };
    Result<std::optional<std::string>> payload =
        co_await on_worker<std::optional<std::string>>(std::move(read));
    if (!payload) {
        owner_.log().error("a job cannot be read: trying again in a minute",
                           {{"job", job.name}, {"id", id}, {"reason", payload.error().message()}});
        co_await clock_.sleep(kLookAgain);
        queue_.add(std::move(waiting));
        co_return;
    }
    if (!*payload) co_return;
    job.payload = std::move(**payload);
    std::string fault;
    co_await call(job, fault);
    // It has run: a cancellation that comes now must not make it run again.
    co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::disable_cancellation());
    auto remove = [this, id] {
        return table_.remove(id);
    };
    const Result<bool> removed = co_await on_worker<bool>(std::move(remove));
    if (!removed)
        owner_.log().error("a job that has run cannot be removed: it will run again after a restart",
                           {{"job", job.name}, {"id", id}, {"reason", removed.error().message()}});
    if (!fault.empty()) owner_.fault("job " + job.name, fault);
}

Task<void> PluginScheduler::run_cron(CronJob& cron, ScheduledJob job) {
    const Running running(running_, changed_);
    std::string fault;
    std::exception_ptr cancelled;
    try {
        co_await call(job, fault);
    } catch (...) {
        cancelled = std::current_exception();
    }
    cron.is_running = false;
    if (cancelled) std::rethrow_exception(cancelled);
    if (cron.wants_last_run()) {
        co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::disable_cancellation());
        co_await note_cron_run(cron, clock_.wall_now());
    }
    if (!fault.empty()) owner_.fault("job " + job.name, fault);
}

// `fault` says what the handler threw. Throws only when the plugin is being stopped: then the job has not
// run.
Task<void> PluginScheduler::call(const ScheduledJob& job, std::string& fault) {
    const JobHandler& handler = handlers_.find(job.name)->second;
    std::exception_ptr failure;
    try {
        co_await handler(job);
    } catch (...) {
        failure = std::current_exception();
    }
    if (!failure) co_return;
    fault = text_of(failure);
    if (fault.empty()) fault = "an exception without a text";
    if (owner_.tasks().cancelled()) std::rethrow_exception(failure);
}

Task<void> PluginScheduler::note_cron_run(const CronJob& cron, WallTime when) {
    const std::string space = kCronSpace + std::string(owner_.id());
    auto write = [&] {
        return database_.put(space, cron.key(), to_text(when));
    };
    const Result<void> noted = co_await on_worker<void>(std::move(write));
    if (!noted)
        owner_.log().error("the run of a cron line cannot be stored",
                           {{"job", cron.name()}, {"reason", noted.error().message()}});
}

}  // namespace confab::core
