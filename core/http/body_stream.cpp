#include "core/http/body_stream.hpp"

#include "core/http/body_decoding.hpp"
#include "core/http/retry_after.hpp"

namespace confab::core {

BodyStream::BodyStream(Answer answer, std::unique_ptr<ContentDecoder> decoder, Duration gap,
                       HttpMetrics& metrics, std::function<void(const HttpProgress&)> on_progress)
    : head_(std::move(answer.response)),
      lease_(std::move(answer.lease)),
      decoder_(std::move(decoder)),
      gap_(gap),
      metrics_(metrics),
      on_progress_(std::move(on_progress)) {
    progress_.to_receive = content_length(head_.headers);
    lease_->connection()->rest();  // its reader may take its time
}

/// What the connection has ready, decoded; may be empty.
Result<std::string> BodyStream::take() {
    std::string encoded = std::exchange(lease_->connection()->body(), std::string());
    metrics_.bytes_received.add(encoded.size());
    progress_.received += encoded.size();
    if (on_progress_ && !encoded.empty()) on_progress_(progress_);
    if (!decoder_) {
        metrics_.bytes_decoded.add(encoded.size());
        return encoded;
    }
    std::string decoded;
    if (!encoded.empty())
        if (Result<void> fed = decoder_->feed(encoded, decoded); !fed) return fed.error();
    if (lease_->connection()->complete() && progress_.received > 0)
        if (Result<void> ended = decoder_->finish(); !ended) return ended.error();
    metrics_.bytes_decoded.add(decoded.size());
    return decoded;
}

void BodyStream::end() {
    lease_->connection()->finish();
    lease_->keep(keep_alive_hint(head_.headers));
    lease_.reset();
}

Task<Result<std::optional<std::string>>> BodyStream::read() {
    std::optional<std::string> piece;
    if (failed_) co_return Error(Errc::closed, "the stream failed before").with(Delivery::sent);
    while (lease_) {
        HttpConnection& connection = *lease_->connection();
        Result<std::string> ready = take();
        if (!ready) {
            failed_ = true;
            lease_.reset();
            Error error = ready.error();
            co_return std::move(error).with(Delivery::sent);
        }
        if (connection.complete()) end();
        if (!ready->empty()) {
            piece.emplace(std::move(*ready));
            break;
        }
        if (!lease_) break;
        connection.allow(gap_);
        const Result<void> more = co_await connection.read_more();
        connection.rest();
        if (!more) {
            failed_ = true;
            lease_.reset();
            if (more.error().code() == Errc::timeout) metrics_.timeouts(TimeoutPhase::body).add();
            co_return more.error();
        }
    }
    co_return piece;
}

}  // namespace confab::core
