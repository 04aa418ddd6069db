#pragma once
/// Structured concurrency: background tasks belong to a scope, are cancelled with it and joined before what
/// they use goes away. The only place (with runtime.cpp) where coroutines are started.
///
///     class Connection {                         class Wrong {
///         Parser parser_;                            TaskScope tasks_;
///         TaskScope tasks_;  // last: dies first     Parser parser_;  // dies before the tasks that use it
///     };                                         };

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "confab/service/logger.hpp"
#include "confab/task.hpp"

namespace confab::core {

/// I/O thread only. Destroying a scope cancels what is left; the tasks' completion is then awaited by nobody,
/// so owners of anything the tasks refer to must `cancel` and `join` first.
class TaskScope {
    struct State;

public:
    /// Called on the I/O thread when a task ends with an exception other than cancellation.
    using FaultHandler = std::function<void(const std::string& task, const std::string& what)>;

    TaskScope(boost::asio::any_io_executor executor, Logger& log);
    ~TaskScope();
    TaskScope(const TaskScope&) = delete;
    TaskScope& operator=(const TaskScope&) = delete;

    /// Replaces the default, which is one error line in the log.
    void on_fault(FaultHandler handler);
    /// One task of a scope. May outlive both.
    class Handle {
    public:
        Handle() = default;
        /// Requests cancellation; nothing happens when the task has ended.
        void cancel() const;

    private:
        friend class TaskScope;
        Handle(std::weak_ptr<State> state, std::uint64_t number)
            : state_(std::move(state)), number_(number) {}
        std::weak_ptr<State> state_;
        std::uint64_t number_ = 0;
    };

    /// Starts `task` from the event loop, never inside this call. After `cancel` new tasks are dropped
    /// unstarted.
    Handle spawn(std::string name, Task<void> task);
    /// Requests cancellation of every task; returns at once.
    void cancel();
    bool cancelled() const noexcept;
    /// Returns when no task is left.
    Task<void> join();
    /// As `join`, at most `limit`. Returns the names of the tasks that are still running: empty when all
    /// ended.
    Task<std::vector<std::string>> join_for(Duration limit);
    std::size_t size() const noexcept;
    /// Of the tasks that are running.
    std::vector<std::string> names() const;

private:
    std::shared_ptr<State> state_;  // shared with the completion handlers of running tasks
};

}  // namespace confab::core
