#pragma once
/// The body of a streamed answer, read from its leased connection.

#include <memory>

#include "confab/service/http_client.hpp"
#include "core/http/content_decoder.hpp"
#include "core/http/http_metrics.hpp"
#include "core/http/job.hpp"

namespace confab::core {

/// Holds its connection until the end of the body; then the pool has it back.
class BodyStream final : public HttpStream {
public:
    /// `decoder` may be null. `gap` is the longest pause between two pieces.
    BodyStream(Answer answer, std::unique_ptr<ContentDecoder> decoder, Duration gap, HttpMetrics& metrics,
               std::function<void(const HttpProgress&)> on_progress);

    const HttpResponse& head() const noexcept override { return head_; }
    Task<Result<std::optional<std::string>>> read() override;

private:
    Result<std::string> take();
    void end();

    HttpResponse head_;
    std::optional<Lease> lease_;  // empty once the body is complete
    std::unique_ptr<ContentDecoder> decoder_;
    Duration gap_;
    HttpMetrics& metrics_;
    HttpProgress progress_;
    std::function<void(const HttpProgress&)> on_progress_;
    bool failed_ = false;
};

}  // namespace confab::core
