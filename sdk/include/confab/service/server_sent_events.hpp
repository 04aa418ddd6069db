#pragma once
/// Server-sent events (WHATWG HTML, section 9.2 "Server-sent events") over a streamed answer.

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "confab/abi.hpp"
#include "confab/result.hpp"
#include "confab/service/http_client.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

class ServerSentEvent {
public:
    std::string type;  ///< "message" where the stream names none.
    std::string data;  ///< The `data` lines, joined by LF.
    std::string id;    ///< The last id seen: send it as Last-Event-ID when reconnecting.
};

/// Bytes to events. Pure; pieces may end anywhere, also within a CR LF or a UTF-8 sequence.
class CONFAB_API ServerSentEventParser {
public:
    /// An event may hold `max_event` bytes; beyond it `feed` fails with Errc::too_large.
    explicit ServerSentEventParser(std::size_t max_event = 1024 * 1024) : max_event_(max_event) {}
    Result<void> feed(std::string_view bytes);
    /// The next complete event. One that the stream's end cut short is dropped, as the standard says.
    std::optional<ServerSentEvent> next();
    /// What a `retry:` line asked for before reconnecting.
    std::optional<Duration> reconnect_delay() const noexcept { return reconnect_delay_; }

private:
    void line(std::string_view text);
    void dispatch();

    std::size_t max_event_;
    std::string pending_;  // a line without its end
    bool after_cr_ = false;
    bool at_start_ = true;  // where a byte order mark may stand
    ServerSentEvent event_;
    bool has_data_ = false;
    std::string last_id_;
    std::optional<Duration> reconnect_delay_;
    std::deque<ServerSentEvent> ready_;
};

/// Reads events from a stream that `HttpClient::open` gave.
class CONFAB_API ServerSentEvents {
public:
    explicit ServerSentEvents(std::unique_ptr<HttpStream> stream) : stream_(std::move(stream)) {}
    /// False when the answer is no event stream: look before you parse, some services ignore `stream: true`.
    static bool is_event_stream(const HttpResponse& head) noexcept;
    /// The next event; nothing at the end of the stream.
    Task<Result<std::optional<ServerSentEvent>>> next();
    std::optional<Duration> reconnect_delay() const noexcept { return parser_.reconnect_delay(); }

private:
    std::unique_ptr<HttpStream> stream_;
    ServerSentEventParser parser_;
};

}  // namespace confab::inline v1
