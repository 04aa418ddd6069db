#pragma once
/// An HTTP client that answers what a test has staged, and a clock that stands still.

#include <deque>
#include <vector>

#include "confab/service/clock.hpp"
#include "confab/service/http_client.hpp"

namespace confab::test {

class FakeHttp final : public HttpClient {
public:
    Task<Result<HttpResponse>> send(HttpRequest request) override {
        requests.push_back(std::move(request));
        if (hold) co_await gate.wait();
        if (replies.empty()) co_return Error(Errc::unavailable, "nothing staged");
        Result<HttpResponse> next = std::move(replies.front());
        replies.pop_front();
        co_return next;
    }
    std::vector<HttpRequest> requests;
    std::deque<Result<HttpResponse>> replies;
    bool hold = false;
    Signal gate;
};

class ManualClock final : public Clock {
public:
    TimePoint now() const noexcept override { return now_; }
    WallTime wall_now() const noexcept override { return {}; }
    Task<void> sleep(Duration) override { co_return; }
    Task<bool> run_for(Duration, Task<void> task) override {
        co_await std::move(task);
        co_return true;
    }
    void advance(Duration span) { now_ += span; }

private:
    TimePoint now_{};
};

/// What a task returned.
template <class T>
Task<void> keep(Task<Result<T>> task, std::optional<Result<T>>& out) {
    out.emplace(co_await std::move(task));
}

}  // namespace confab::test
