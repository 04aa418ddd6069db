#pragma once
/// The threads of the process: one I/O thread that runs the event loop, and a small worker pool for what
/// blocks or computes. Everything else is coroutines on the I/O thread.

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>

#include "confab/service/clock.hpp"
#include "confab/task.hpp"

namespace confab::core {

class Runtime {
public:
    explicit Runtime(unsigned workers = 2);
    ~Runtime();  ///< Joins the workers; whatever is still queued is dropped.
    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;

    boost::asio::any_io_executor executor() const;
    Clock& clock() noexcept;

    /// Runs `work` on the worker pool and resumes the caller on the I/O thread; an exception is passed on.
    /// Cannot be cancelled: it returns when the work is done.
    Task<void> on_worker(std::function<void()> work);

    /// Runs the loop on the calling thread until `main` has returned, then returns its result. Exceptions
    /// propagate.
    int run(Task<int> main);
    /// Calls `handler` on the I/O thread for each SIGINT and SIGTERM from now on.
    void on_signal(std::function<void(int signal)> handler);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace confab::core
