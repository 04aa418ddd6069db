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

#include "core/runtime/system_clock.hpp"

namespace confab::core {
namespace asio = boost::asio;

struct Runtime::State {
    explicit State(unsigned workers) : pool(workers) {}

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
    std::optional<asio::signal_set> signals;
    std::function<void(int)> on_signal;
};

Runtime::Runtime(unsigned workers) : state_(std::make_unique<State>(workers)) {
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
    return state_->clock;
}

Task<void> Runtime::on_worker(std::function<void()> work) {
    const auto initiate = [this](auto handler, std::function<void()> job) {
        auto guard = asio::make_work_guard(state_->io);
        asio::post(state_->pool,
                   [handler = std::move(handler), job = std::move(job), guard = std::move(guard)]() mutable {
                       std::exception_ptr error;
                       try {
                           job();
                       } catch (...) {
                           error = std::current_exception();
                       }
                       job = nullptr;
                       auto executor = guard.get_executor();
                       asio::post(executor, [handler = std::move(handler), guard = std::move(guard),
                                             error]() mutable { std::move(handler)(error); });
                   });
    };
    return asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr)>(
        initiate, asio::use_awaitable, std::move(work));
}

int Runtime::run(Task<int> main) {
    std::optional<int> result;
    std::exception_ptr failure;
    asio::co_spawn(state_->io, std::move(main), [&](std::exception_ptr error, int value) {
        failure = error;
        result = value;
        if (state_->signals) state_->signals->cancel();
        state_->io
            .stop();  // whatever still waits has been asked to end by `main`, or is not worth waiting for
    });
    state_->io.run();
    state_->io.restart();
    if (failure) std::rethrow_exception(failure);
    return result.value_or(1);
}

void Runtime::on_signal(std::function<void(int)> handler) {
    state_->on_signal = std::move(handler);
    state_->signals.emplace(state_->io, SIGINT, SIGTERM);
    state_->wait_for_signal();
}

}  // namespace confab::core
