#pragma once
/// One kept connection to an origin, and one request and answer over it.

#include <functional>
#include <memory>

#include "confab/service/http_client.hpp"
#include "confab/service/stream.hpp"
#include "core/net/http_codec.hpp"
#include "core/net/idle_watch.hpp"
#include "core/net/read_buffer.hpp"

namespace confab::core {

/// How an exchange is framed on the client's side.
class ExchangeLimits {
public:
    bool head = false;  ///< The request is a HEAD: its answer has no body.
    std::size_t max_body = 0;
    Duration time{0};
};

class HttpConnection final {
public:
    HttpConnection(std::string origin, std::unique_ptr<Stream> stream, std::size_t max_header, TimePoint now);

    /// Writes `request` and reads the answer; the body is still encoded. An error tells by its delivery how
    /// far it got: `sent` when a byte of an answer came.
    Task<Result<HttpResponse>> exchange(std::string_view request, ExchangeLimits limits);
    /// After an exchange: the peer keeps the connection and has sent nothing beyond the answer.
    bool reusable() const noexcept { return reusable_; }

    /// Watches for the peer's end while nobody uses the connection. Streams without a watch are trusted.
    void park(IdleObserver& observer);
    /// Ends the watch; false when the connection must not be used any more.
    bool unpark();

    const std::string& origin() const noexcept { return origin_; }
    TimePoint opened() const noexcept { return opened_; }
    unsigned exchanges() const noexcept { return exchanges_; }
    TimePoint idle_since;  ///< The pool's notes.
    TimePoint idle_until;

private:
    Task<Result<void>> read_answer();

    std::string origin_;
    std::unique_ptr<Stream> stream_;
    IdleWatch* watch_;  // the same object as stream_, or null
    ReadBuffer buffer_;
    HttpParser parser_;
    TimePoint opened_;
    unsigned exchanges_ = 0;
    bool reusable_ = true;
};

}  // namespace confab::core
