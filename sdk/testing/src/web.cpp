#include "web.hpp"

namespace confab::inline v1::testing {

void Web::record(std::filesystem::path file) {
    recording_ = std::move(file);
    real_ = std::make_unique<RealWeb>();
}

Result<void> Web::finish() {
    if (!real_) return Result<void>();
    real_.reset();
    return cassette_.save(recording_);
}

Web::Answer* Web::find(const HttpRequest& request) {
    Answer* last = nullptr;
    for (Answer& answer : answers_) {
        if (answer.method != request.method || !answer.url.matches(request.url)) continue;
        last = &answer;
        if (!answer.used) break;
    }
    if (last) last->used = true;
    return last;
}

Task<Result<HttpResponse>> Web::send(HttpRequest request) {
    request.on_progress = nullptr;  // code of the plugin, which may be gone when the request is looked at
    requests_.push_back(request);
    const std::string what = request.method + " " + request.url;
    if (const Answer* answer = find(request)) {
        note_(
            what + " -> " +
            (answer->outcome ? std::to_string(answer->outcome->status) : answer->outcome.error().message()));
        co_return answer->outcome;
    }
    if (real_) {
        Result<HttpResponse> outcome = Error(Errc::internal, "");
        std::function<void()> asking = [this, &outcome, &request] {
            outcome = real_->send(request);
        };
        co_await runtime_.on_worker(std::move(asking));
        note_(what + " -> " + (outcome ? std::to_string(outcome->status) : outcome.error().message()) +
              " (recorded)");
        if (outcome) cassette_.add(request, *outcome);
        co_return outcome;
    }
    if (const HttpResponse* stored = cassette_.find(request)) {
        note_(what + " -> " + std::to_string(stored->status) + " (from the cassette)");
        co_return *stored;
    }
    note_(what + " -> nobody answers: chat.http().respond(...), or a cassette");
    co_return Error(Errc::unavailable, "the test has no answer to " + what);
}

}  // namespace confab::inline v1::testing
