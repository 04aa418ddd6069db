#pragma once
/// What an adapter under test is given: options set by the test, events recorded.

#include <deque>
#include <string>
#include <vector>

#include "confab/adapter.hpp"
#include "tests/support/test_runtime.hpp"

namespace confab::test {

class FakeAccountContext final : public AccountContext {
public:
    FakeAccountContext(TestRuntime& runtime, std::string id) : runtime_(runtime), id_(std::move(id)) {}

    const AccountId& id() const noexcept override { return id_; }
    const Options& options() const noexcept override { return options_; }
    Logger& log() noexcept override { return runtime_.log(); }
    std::string_view bot_name() const noexcept override { return "confab"; }
    void emit(Event event) override {
        events_.push_back(std::move(event));
        arrived_.notify();
    }
    void spawn(std::string name, Task<void> task) override {
        runtime_.tasks().spawn(std::move(name), std::move(task));
    }

    /// Fills the options from the adapter's declared defaults; then `set` what the test needs.
    void set_defaults(const OptionSpec* specs, std::size_t count);
    void set(std::string key, OptionValue value) { options_.set(std::move(key), std::move(value)); }

    /// Events not taken yet, in order.
    std::deque<Event>& events() { return events_; }
    /// Takes the next event of type E, dropping others before it; nullopt when none came within `limit`.
    template <class E>
    Task<std::optional<E>> next(Duration limit = Duration(5'000)) {
        const TimePoint deadline = runtime_.clock().now() + limit;
        for (;;) {
            while (!events_.empty()) {
                Event event = std::move(events_.front());
                events_.pop_front();
                if (E* found = std::get_if<E>(&event)) co_return std::move(*found);
            }
            const auto left = std::chrono::ceil<Duration>(deadline - runtime_.clock().now());
            if (left <= Duration(0)) co_return std::nullopt;
            const bool arrived = co_await arrived_.wait_for(left);
            if (!arrived) co_return std::nullopt;
        }
    }

private:
    TestRuntime& runtime_;
    AccountId id_;
    Options options_;
    std::deque<Event> events_;
    Signal arrived_;
};

}  // namespace confab::test
