#pragma once
/// The HTTP client of a test: answers that were given, a cassette, or the real web while recording.

#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cassette.hpp"
#include "confab/service/http_client.hpp"
#include "confab/testing/pattern.hpp"
#include "core/runtime/runtime.hpp"

namespace confab::inline v1::testing {

/// The real HTTP service on an event loop of its own, in real time. Blocks: for workers.
class RealWeb {
public:
    RealWeb();
    ~RealWeb();
    Result<HttpResponse> send(HttpRequest request);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

class Web final : public HttpClient {
public:
    using Note = std::function<void(const std::string& text)>;

    /// `note` is told of every request, for the transcript.
    Web(core::Runtime& runtime, Note note) : runtime_(runtime), note_(std::move(note)) {}

    void respond(std::string method, Pattern url, Result<HttpResponse> outcome) {
        answers_.emplace_back(std::move(method), std::move(url), std::move(outcome));
    }
    Result<void> replay(const std::filesystem::path& file) { return cassette_.load(file); }
    void record(std::filesystem::path file);
    void mask(const Secret& secret) { cassette_.mask(secret); }
    /// Writes what was recorded, if anything.
    Result<void> finish();
    const std::vector<HttpRequest>& requests() const noexcept { return requests_; }

    Task<Result<HttpResponse>> send(HttpRequest request) override;

private:
    class Answer {
    public:
        Answer(std::string method_in, Pattern url_in, Result<HttpResponse> outcome_in)
            : method(std::move(method_in)), url(std::move(url_in)), outcome(std::move(outcome_in)) {}
        std::string method;
        Pattern url;
        Result<HttpResponse> outcome;
        bool used = false;
    };
    Answer* find(const HttpRequest& request);

    core::Runtime& runtime_;
    Note note_;
    std::deque<Answer> answers_;
    std::vector<HttpRequest> requests_;
    Cassette cassette_;
    std::filesystem::path recording_;
    std::unique_ptr<RealWeb> real_;  // while recording
};

}  // namespace confab::inline v1::testing
