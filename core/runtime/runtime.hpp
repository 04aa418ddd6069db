#pragma once
/// The threads of the process: one I/O thread that runs the event loop, and a small worker pool for what
/// blocks or computes. Everything else is coroutines on the I/O thread.

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>

#include "confab/service/clock.hpp"
#include "confab/task.hpp"
#include "core/runtime/manual_clock.hpp"

namespace confab::core {

class Runtime {
public:
    /// Manual time stands still: a test's `advance` moves it, or `run` when nothing else is left to do.
    enum class Time { real, manual };

    explicit Runtime(unsigned workers = 2, Time time = Time::real);
    ~Runtime();  ///< Joins the workers; whatever is still queued is dropped.
    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;

    boost::asio::any_io_executor executor() const;
    Clock& clock() noexcept;

    /// Runs `work` on the worker pool and resumes the caller on the I/O thread; an exception is passed on.
    /// Cannot be cancelled: it returns when the work is done.
    Task<void> on_worker(std::function<void()> work);

    /// Runs the loop on the calling thread until `main` has returned, then returns its result. Exceptions
    /// propagate. In manual time the clock leaps to the earliest sleeper when all wait for it; when nothing
    /// can wake `main` any more, std::runtime_error.
    int run(Task<int> main);
    /// Runs what is ready, on the calling thread, until nothing is and no worker has a job. Time does not
    /// pass.
    void run_until_idle();
    /// Manual time only: lets it pass, waking sleepers in the order they are due; the loop runs dry after
    /// each.
    void advance(Duration duration);
    /// nullptr in real time.
    ManualClock* manual_clock() noexcept;
    /// Calls `handler` on the I/O thread for each SIGINT and SIGTERM from now on.
    void on_signal(std::function<void(int signal)> handler);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace confab::core
