#include "core/http/bulk.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include "core/runtime/task_scope.hpp"

namespace confab::core {
namespace {

/// Shared with the workers: they may end after a caller that was cancelled.
struct Work {
    HttpClient& client;
    std::vector<HttpRequest> requests;
    std::vector<std::optional<Result<HttpResponse>>> outcomes;
    std::function<void(const HttpBulkProgress&)> on_progress;
    HttpBulkProgress progress;
    std::size_t next = 0;
};

/// The callback may be a plugin's and must not outlive its caller.
class Silenced {
public:
    explicit Silenced(Work& work) : work_(work) {}
    ~Silenced() { work_.on_progress = nullptr; }
    Silenced(const Silenced&) = delete;
    Silenced& operator=(const Silenced&) = delete;

private:
    Work& work_;
};

Task<void> worker(std::shared_ptr<Work> work) {
    while (work->next < work->requests.size()) {
        const std::size_t mine = work->next++;
        work->requests[mine].lane = HttpLane::bulk;
        Result<HttpResponse> outcome = co_await work->client.send(std::move(work->requests[mine]));
        ++work->progress.done;
        if (!outcome) ++work->progress.failed;
        work->outcomes[mine].emplace(std::move(outcome));
        if (work->on_progress) work->on_progress(work->progress);
    }
}

}  // namespace

Task<std::vector<Result<HttpResponse>>> send_in_bulk(boost::asio::any_io_executor executor, Logger& log,
                                                     HttpClient& client, std::vector<HttpRequest> requests,
                                                     std::function<void(const HttpBulkProgress&)> on_progress,
                                                     std::size_t at_once) {
    const std::size_t total = requests.size();
    Work fresh{client, std::move(requests), {}, std::move(on_progress), {}, 0};
    const auto work = std::make_shared<Work>(std::move(fresh));
    work->outcomes.resize(total);
    work->progress.total = total;
    const Silenced at_the_end(*work);
    TaskScope workers(executor, log);
    for (std::size_t i = 0; i < std::min(at_once, total); ++i) workers.spawn("http bulk", worker(work));
    co_await workers.join();
    std::vector<Result<HttpResponse>> outcomes;
    outcomes.reserve(total);
    for (std::optional<Result<HttpResponse>>& outcome : work->outcomes) {
        if (outcome)
            outcomes.push_back(std::move(*outcome));
        else  // its worker ended with an exception of the caller's callback
            outcomes.push_back(Error(Errc::internal, "not sent: the progress callback failed"));
    }
    co_return outcomes;
}

}  // namespace confab::core
