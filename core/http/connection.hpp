#pragma once
/// One kept connection to an origin, and one request and answer over it.

#include <functional>
#include <memory>

#include "confab/service/http_message.hpp"
#include "confab/service/stream.hpp"
#include "core/http/offload.hpp"
#include "core/http/request_bytes.hpp"
#include "core/net/http_codec.hpp"
#include "core/net/idle_watch.hpp"
#include "core/net/read_buffer.hpp"

namespace confab::core {

/// How an exchange is framed on the client's side.
class ExchangeLimits {
public:
    bool head = false;         ///< The request is a HEAD: its answer has no body.
    std::size_t max_body = 0;  ///< Bytes of the answer's body as it comes, before decoding.
    Duration time{0};
};

class HttpConnection final {
public:
    /// How far an exchange is: where a timeout happened.
    enum class Phase : unsigned char { idle, writing, waiting, reading };

    HttpConnection(std::string origin, std::unique_ptr<Stream> stream, std::size_t max_header, TimePoint now);

    /// Writes the request and reads the answer's header; an error tells by its delivery how far it got:
    /// `sent` when a byte of an answer came. `request` must outlive the task.
    Task<Result<void>> begin(const OutgoingRequest& request, ExchangeLimits limits, const Offload& offload,
                             const std::function<void(const HttpProgress&)>& on_progress);
    int status() const noexcept { return parser_.status(); }
    HttpHeaders& headers() noexcept { return parser_.headers(); }
    /// What has come of the body and was not taken yet, still encoded.
    std::string& body() noexcept { return parser_.body(); }
    bool complete() const noexcept { return parser_.done(); }
    /// Reads more of the body; nothing is left to read once it is `complete`.
    Task<Result<void>> read_more();
    /// What is under way must end within `limit`; with nothing under way there is no hurry.
    void allow(Duration limit) { stream_->expires_after(limit); }
    void rest() { stream_->expires_never(); }
    /// Reads the rest of the body.
    Task<Result<void>> read_all(const std::function<void(const HttpProgress&)>& on_progress);
    /// The answer is complete: no deadline any more, and the connection may serve again.
    void finish();

    /// After `finish`: the peer keeps the connection and has sent nothing beyond the answer.
    bool reusable() const noexcept { return reusable_; }
    Phase phase() const noexcept { return phase_; }

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
    Task<Result<void>> write_pieces(const OutgoingRequest& request, const Offload& offload,
                                    const std::function<void(const HttpProgress&)>& on_progress);
    Task<Result<void>> write_file(const BodyPiece& file, const Offload& offload,
                                  const std::function<void(const HttpProgress&)>& on_progress);
    Result<void> absorb(const Result<std::size_t>& received);
    Error answered(Error error) const;

    std::string origin_;
    std::unique_ptr<Stream> stream_;
    IdleWatch* watch_;  // the same object as stream_, or null
    ReadBuffer buffer_;
    HttpParser parser_;
    TimePoint opened_;
    HttpProgress progress_;
    unsigned exchanges_ = 0;
    Phase phase_ = Phase::idle;
    bool written_ = false;
    bool reusable_ = true;
};

}  // namespace confab::core
