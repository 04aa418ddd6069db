#include "core/runtime/task_scope.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <list>

#include "core/runtime/failure.hpp"

namespace confab::core {
namespace asio = boost::asio;

namespace {

// co_spawn on the loop's own thread would run the task up to its first wait right inside `spawn`; whoever
// spawns from within a loop over its own registrations must not be re-entered.
Task<void> from_the_loop(Task<void> task) {
    co_await asio::post(asio::use_awaitable);
    co_await std::move(task);
}

struct Running {
    Running(std::string name_in, std::uint64_t number_in) : name(std::move(name_in)), number(number_in) {}
    std::string name;
    std::uint64_t number;  // what a handle knows it by
    asio::cancellation_signal cancel;
};

}  // namespace

struct TaskScope::State {
    State(asio::any_io_executor executor_in, Logger& log_in)
        : executor(std::move(executor_in)), log(&log_in) {}

    void ended(std::list<Running>::iterator task, const std::exception_ptr& error) {
        if (error) report(task->name, error);
        tasks.erase(task);
        if (tasks.empty()) drained.notify();
    }

    void report(const std::string& name, const std::exception_ptr& error) {
        if (is_cancellation(error)) return;
        const std::string what = text_of(error);
        if (fault)
            fault(name, what);
        else if (log)
            log->error("task failed", {{"task", name}, {"reason", what}});
    }

    asio::any_io_executor executor;
    Logger* log;  // null once the scope is gone
    FaultHandler fault;
    std::list<Running> tasks;
    std::uint64_t last_number = 0;
    Signal drained;
    bool cancelled = false;
};

TaskScope::TaskScope(asio::any_io_executor executor, Logger& log)
    : state_(std::make_shared<State>(std::move(executor), log)) {}

TaskScope::~TaskScope() {
    cancel();
    state_->log = nullptr;
    state_->fault = nullptr;
}

void TaskScope::on_fault(FaultHandler handler) {
    state_->fault = std::move(handler);
}

TaskScope::Handle TaskScope::spawn(std::string name, Task<void> task) {
    if (state_->cancelled) return {};
    const auto entry = state_->tasks.emplace(state_->tasks.end(), std::move(name), ++state_->last_number);
    Handle handle(state_, entry->number);
    auto done = [state = state_, entry](std::exception_ptr error) {
        state->ended(entry, error);
    };
    asio::co_spawn(state_->executor, from_the_loop(std::move(task)),
                   asio::bind_cancellation_slot(entry->cancel.slot(), std::move(done)));
    return handle;
}

// Looking for it is fine: single tasks are rarely cancelled.
void TaskScope::Handle::cancel() const {
    const std::shared_ptr<State> state = state_.lock();
    if (!state) return;
    for (Running& task : state->tasks) {
        if (task.number != number_) continue;
        task.cancel.emit(asio::cancellation_type::terminal);
        return;
    }
}

void TaskScope::cancel() {
    state_->cancelled = true;
    for (auto it = state_->tasks.begin(); it != state_->tasks.end();) {
        const auto current = it++;  // a task may end, and leave the list, while it is being cancelled
        current->cancel.emit(asio::cancellation_type::terminal);
    }
}

bool TaskScope::cancelled() const noexcept {
    return state_->cancelled;
}

Task<void> TaskScope::join() {
    const std::shared_ptr<State> state = state_;
    while (!state->tasks.empty()) co_await state->drained.wait();
}

Task<std::vector<std::string>> TaskScope::join_for(Duration limit) {
    const std::shared_ptr<State> state = state_;
    const TimePoint deadline = std::chrono::steady_clock::now() + limit;
    while (!state->tasks.empty()) {
        const auto left = std::chrono::ceil<Duration>(deadline - std::chrono::steady_clock::now());
        if (left <= Duration(0)) break;
        const bool drained = co_await state->drained.wait_for(left);
        if (!drained) break;
    }
    std::vector<std::string> hanging;
    for (const Running& task : state->tasks) hanging.push_back(task.name);
    co_return hanging;
}

std::vector<std::string> TaskScope::names() const {
    std::vector<std::string> names;
    for (const Running& task : state_->tasks) names.push_back(task.name);
    return names;
}

std::size_t TaskScope::size() const noexcept {
    return state_->tasks.size();
}

}  // namespace confab::core
