#include "core/http/connection.hpp"

#include "core/net/net_error.hpp"

namespace confab::core {

HttpConnection::HttpConnection(std::string origin, std::unique_ptr<Stream> stream, std::size_t max_header,
                               TimePoint now)
    : idle_since(now),
      idle_until(now),
      origin_(std::move(origin)),
      stream_(std::move(stream)),
      watch_(dynamic_cast<IdleWatch*>(stream_.get())),
      parser_(HttpParser::Side::responses, max_header),
      opened_(now) {}

Task<Result<void>> HttpConnection::read_answer() {
    while (!parser_.done()) {
        const Result<std::size_t> received = co_await stream_->read_some(buffer_.prepare());
        if (!received) {
            if (parser_.header_done() && is_clean_end(received.error())) co_return parser_.end_of_stream();
            co_return received.error();
        }
        buffer_.commit(*received);
        const Result<std::size_t> used = parser_.feed(buffer_.data());
        if (!used) co_return used.error();
        buffer_.consume(*used);
    }
    co_return Result<void>();
}

Task<Result<HttpResponse>> HttpConnection::exchange(std::string_view request, ExchangeLimits limits) {
    reusable_ = false;  // until proved; a cancelled exchange leaves it so
    ++exchanges_;
    parser_.begin(limits.max_body, limits.head);
    stream_->expires_after(limits.time);
    const Result<void> written = co_await stream_->write(request);
    // A server that refuses early (413, 401) may answer and close while we still write: its answer counts.
    if (!written && written.error().delivery() == Delivery::not_sent) co_return written.error();
    const Result<void> read = co_await read_answer();
    if (!read) {
        Error error = read.error();
        co_return std::move(error).with(parser_.started() ? Delivery::sent : Delivery::maybe_sent);
    }
    stream_->expires_never();
    reusable_ = written.has_value() && parser_.keep_alive() && buffer_.empty();
    HttpResponse response;
    response.status = parser_.status();
    response.headers = std::move(parser_.headers());
    response.body = std::move(parser_.body());
    co_return response;
}

void HttpConnection::park(IdleObserver& observer) {
    if (watch_) watch_->watch(observer);
}

bool HttpConnection::unpark() {
    return !watch_ || watch_->unwatch();
}

}  // namespace confab::core
