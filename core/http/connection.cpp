#include "core/http/connection.hpp"

#include <fstream>

#include "core/http/body_decoding.hpp"
#include "core/net/net_error.hpp"

namespace confab::core {
namespace {

constexpr std::size_t kFileStep = 256 * 1024;

void report(const HttpProgress& progress, const std::function<void(const HttpProgress&)>& on_progress) {
    if (on_progress) on_progress(progress);
}

}  // namespace

HttpConnection::HttpConnection(std::string origin, std::unique_ptr<Stream> stream, std::size_t max_header,
                               TimePoint now)
    : idle_since(now),
      idle_until(now),
      origin_(std::move(origin)),
      stream_(std::move(stream)),
      watch_(dynamic_cast<IdleWatch*>(stream_.get())),
      parser_(HttpParser::Side::responses, max_header),
      opened_(now) {}

Error HttpConnection::answered(Error error) const {
    return std::move(error).with(parser_.started() ? Delivery::sent : Delivery::maybe_sent);
}

Task<Result<void>> HttpConnection::write_file(const BodyPiece& file, const Offload& offload,
                                              const std::function<void(const HttpProgress&)>& on_progress) {
    std::ifstream input(file.path, std::ios::binary);
    std::string chunk;
    for (std::uint64_t left = file.size; left > 0;) {
        chunk.resize(static_cast<std::size_t>(std::min<std::uint64_t>(left, kFileStep)));
        std::function<void()> read = [&input, &chunk] {
            input.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        };
        if (offload)
            co_await offload(std::move(read));
        else
            read();
        // The header has promised so many bytes; nothing else may follow it now.
        if (!input)
            co_return Error(Errc::invalid_argument, "the file " + file.path + " changed while it was sent")
                .with(Delivery::maybe_sent);
        const Result<void> sent = co_await stream_->write(chunk);
        if (!sent) {
            Error error = sent.error();
            co_return std::move(error).with(Delivery::maybe_sent);
        }
        left -= chunk.size();
        progress_.sent += chunk.size();
        report(progress_, on_progress);
    }
    co_return Result<void>();
}

Task<Result<void>> HttpConnection::write_pieces(const OutgoingRequest& request, const Offload& offload,
                                                const std::function<void(const HttpProgress&)>& on_progress) {
    Result<void> sent = co_await stream_->write(request.bytes);
    for (const BodyPiece& piece : request.pieces) {
        if (!sent) break;
        if (!piece.path.empty()) {
            sent = co_await write_file(piece, offload, on_progress);
            continue;
        }
        sent = co_await stream_->write(piece.bytes);
        if (!sent) {
            Error error = sent.error();
            co_return std::move(error).with(Delivery::maybe_sent);
        }
        progress_.sent += piece.size;
        report(progress_, on_progress);
    }
    co_return sent;
}

Result<void> HttpConnection::absorb(const Result<std::size_t>& received) {
    if (!received) {
        if (!parser_.header_done() || !is_clean_end(received.error())) return answered(received.error());
        Result<void> ended = parser_.end_of_stream();
        if (!ended) return answered(ended.error());
        return ended;
    }
    buffer_.commit(*received);
    const Result<std::size_t> used = parser_.feed(buffer_.data());
    if (!used) return answered(used.error());
    buffer_.consume(*used);
    return {};
}

Task<Result<void>> HttpConnection::begin(const OutgoingRequest& request, ExchangeLimits limits,
                                         const Offload& offload,
                                         const std::function<void(const HttpProgress&)>& on_progress) {
    reusable_ = false;  // until proved; a cancelled exchange leaves it so
    ++exchanges_;
    parser_.begin(limits.max_body, limits.head);
    stream_->expires_after(limits.time);
    progress_ = HttpProgress();
    progress_.to_send = request.body_size;
    phase_ = Phase::writing;
    Result<void> written;
    if (request.pieces.empty()) {
        written = co_await stream_->write(request.bytes);
        progress_.sent = request.body_size;
        if (written && request.body_size > 0) report(progress_, on_progress);
    } else {
        report(progress_, on_progress);
        written = co_await write_pieces(request, offload, on_progress);
    }
    // A server that refuses early (413, 401) may answer and close while we still write: its answer counts.
    if (!written && written.error().code() != Errc::closed) co_return written.error();
    if (!written && written.error().delivery() == Delivery::not_sent) co_return written.error();
    written_ = written.has_value();
    phase_ = Phase::waiting;
    while (!parser_.header_done()) {
        const Result<std::size_t> received = co_await stream_->read_some(buffer_.prepare());
        Result<void> absorbed = absorb(received);
        if (!absorbed) co_return absorbed;
    }
    phase_ = Phase::reading;
    if (on_progress) progress_.to_receive = content_length(parser_.headers());
    co_return Result<void>();
}

Task<Result<void>> HttpConnection::read_more() {
    if (parser_.done()) co_return Result<void>();
    const Result<std::size_t> received = co_await stream_->read_some(buffer_.prepare());
    co_return absorb(received);
}

Task<Result<void>> HttpConnection::read_all(const std::function<void(const HttpProgress&)>& on_progress) {
    for (;;) {
        progress_.received = parser_.body().size();
        report(progress_, on_progress);
        if (parser_.done()) co_return Result<void>();
        const Result<std::size_t> received = co_await stream_->read_some(buffer_.prepare());
        Result<void> absorbed = absorb(received);
        if (!absorbed) co_return absorbed;
    }
}

void HttpConnection::finish() {
    stream_->expires_never();
    phase_ = Phase::idle;
    reusable_ = written_ && parser_.keep_alive() && buffer_.empty();
}

void HttpConnection::park(IdleObserver& observer) {
    if (watch_) watch_->watch(observer);
}

bool HttpConnection::unpark() {
    return !watch_ || watch_->unwatch();
}

}  // namespace confab::core
