#include "core/runtime/runtime.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <optional>
#include <stdexcept>

#include "core/runtime/system_clock.hpp"

namespace confab::core {
namespace asio = boost::asio;

namespace {

// What Signal::wait_for measures by while the loop of a runtime in manual time runs.
class SignalTime {
public:
    explicit SignalTime(Clock* clock) noexcept : before_(use_clock_for_signals(clock)) {}
    ~SignalTime() { use_clock_for_signals(before_); }
    SignalTime(const SignalTime&) = delete;
    SignalTime& operator=(const SignalTime&) = delete;

private:
    Clock* before_;
};

}  // namespace

struct Runtime::State {
    State(unsigned workers, Time time) : pool(workers) {
        if (time == Time::manual) manual.emplace(io.get_executor());
    }

    void run_until_idle() {
        for (;;) {
            io.restart();
            if (io.poll() > 0) continue;
            if (jobs == 0) return;
            io.run_one();
        }
    }

    // True when `done` was set by what ran.
    bool run_in_manual_time(const bool& done) {
        for (;;) {
            run_until_idle();
            if (done) return true;
            if (!manual->wake_until(manual->next_due().value_or(manual->now()))) return false;
        }
    }

    void wait_for_signal() {
        signals->async_wait([this](const boost::system::error_code& error, int signal) {
            if (error) return;
            on_signal(signal);
            wait_for_signal();
        });
    }

    asio::io_context io{1};  // a second thread on one io_context makes the bot slower: measured
    asio::thread_pool pool;
    SystemClock clock{io.get_executor()};
    std::optional<ManualClock> manual;
    std::size_t jobs = 0;  // handed to the pool and not resumed yet
    std::optional<asio::signal_set> signals;
    std::function<void(int)> on_signal;
};

Runtime::Runtime(unsigned workers, Time time) : state_(std::make_unique<State>(workers, time)) {
    std::signal(SIGPIPE,
                SIG_IGN);  // a peer that closes while we write is an error code, not the end of the process
}

Runtime::~Runtime() {
    state_->signals.reset();
    state_->pool.join();
}

asio::any_io_executor Runtime::executor() const {
    return state_->io.get_executor();
}

Clock& Runtime::clock() noexcept {
    if (state_->manual) return *state_->manual;
    return state_->clock;
}

ManualClock* Runtime::manual_clock() noexcept {
    return state_->manual ? &*state_->manual : nullptr;
}

Task<void> Runtime::on_worker(std::function<void()> work) {
    const auto initiate = [this](auto handler, std::function<void()> job) {
        auto guard = asio::make_work_guard(state_->io);
        ++state_->jobs;
        asio::post(state_->pool, [state = state_.get(), handler = std::move(handler), job = std::move(job),
                                  guard = std::move(guard)]() mutable {
            std::exception_ptr error;
            try {
                job();
            } catch (...) {
                error = std::current_exception();
            }
            job = nullptr;
            auto executor = guard.get_executor();
            asio::post(executor,
                       [state, handler = std::move(handler), guard = std::move(guard), error]() mutable {
                           --state->jobs;
                           std::move(handler)(error);
                       });
        });
    };
    return asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr)>(
        initiate, asio::use_awaitable, std::move(work));
}

int Runtime::run(Task<int> main) {
    struct Outcome {
        bool done = false;
        int value = 1;
        std::exception_ptr failure;
    };
    // Shared with the completion, which in manual time may come after this gave up.
    const auto outcome = std::make_shared<Outcome>();
    asio::co_spawn(state_->io, std::move(main),
                   [state = state_.get(), outcome](std::exception_ptr failure, int value) {
                       outcome->failure = failure;
                       outcome->value = value;
                       outcome->done = true;
                       if (state->signals) state->signals->cancel();
                       // Whatever still waits has been asked to end by `main`, or is not worth waiting for.
                       state->io.stop();
                   });
    if (state_->manual) {
        const SignalTime time(&*state_->manual);
        if (!state_->run_in_manual_time(outcome->done))
            throw std::runtime_error("the loop is idle, and nothing can wake what it was run for");
    } else {
        state_->io.run();
    }
    state_->io.restart();
    if (outcome->failure) std::rethrow_exception(outcome->failure);
    return outcome->value;
}

void Runtime::run_until_idle() {
    const SignalTime time(state_->manual ? &*state_->manual : nullptr);
    state_->run_until_idle();
}

void Runtime::advance(Duration duration) {
    ManualClock& clock = state_->manual.value();
    const TimePoint until = clock.now() + duration;
    run_until_idle();
    while (clock.wake_until(until)) run_until_idle();
}

void Runtime::on_signal(std::function<void(int)> handler) {
    state_->on_signal = std::move(handler);
    state_->signals.emplace(state_->io, SIGINT, SIGTERM);
    state_->wait_for_signal();
}

}  // namespace confab::core
