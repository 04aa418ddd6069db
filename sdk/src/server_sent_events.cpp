#include "confab/service/server_sent_events.hpp"

#include <algorithm>
#include <charconv>

namespace confab::inline v1 {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::int64_t kLongestDelay = 24LL * 3600 * 1000;

}  // namespace

// Lines end with CR LF, LF or CR; after a CR at the end of a piece, an LF at the start of the next is its.
Result<void> ServerSentEventParser::feed(std::string_view bytes) {
    if (after_cr_ && !bytes.empty()) {
        if (bytes.front() == '\n') bytes.remove_prefix(1);
        after_cr_ = false;
    }
    while (!bytes.empty()) {
        const std::size_t end = bytes.find_first_of("\r\n");
        const std::string_view part = bytes.substr(0, end);
        if (pending_.size() + part.size() + event_.data.size() > max_event_)
            return Error(Errc::too_large, "a server-sent event exceeds the limit");
        pending_ += part;
        if (end == std::string_view::npos) return {};
        const bool cr = bytes[end] == '\r';
        bytes.remove_prefix(end + 1);
        if (cr && bytes.empty()) after_cr_ = true;
        if (cr && !bytes.empty() && bytes.front() == '\n') bytes.remove_prefix(1);
        line(pending_);
        pending_.clear();
    }
    return {};
}

void ServerSentEventParser::line(std::string_view text) {
    if (std::exchange(at_start_, false) && text.starts_with(kByteOrderMark))
        text.remove_prefix(kByteOrderMark.size());
    if (text.empty()) return dispatch();
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::string_view name = text.substr(0, colon);
    std::string_view value = text.substr(std::min(colon + 1, text.size()));
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (name == "event") {
        event_.type = value;
    } else if (name == "data") {
        event_.data.append(value).append("\n");
        has_data_ = true;
    } else if (name == "id") {
        if (value.find('\0') == std::string_view::npos) last_id_ = value;
    } else if (name == "retry") {
        std::int64_t milliseconds = -1;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), milliseconds);
        if (error == std::errc() && end == value.data() + value.size() && milliseconds >= 0)
            reconnect_delay_ = Duration(std::min(milliseconds, kLongestDelay));
    }
}

void ServerSentEventParser::dispatch() {
    ServerSentEvent event = std::exchange(event_, ServerSentEvent());
    if (!std::exchange(has_data_, false)) return;
    event.data.pop_back();
    if (event.type.empty()) event.type = "message";
    event.id = last_id_;
    ready_.push_back(std::move(event));
}

std::optional<ServerSentEvent> ServerSentEventParser::next() {
    std::optional<ServerSentEvent> event;
    if (ready_.empty()) return event;
    event = std::move(ready_.front());
    ready_.pop_front();
    return event;
}

bool ServerSentEvents::is_event_stream(const HttpResponse& head) noexcept {
    return head.headers.get("Content-Type").starts_with("text/event-stream");
}

Task<Result<std::optional<ServerSentEvent>>> ServerSentEvents::next() {
    for (;;) {
        std::optional<ServerSentEvent> event = parser_.next();
        if (event) co_return event;
        Result<std::optional<std::string>> piece = co_await stream_->read();
        if (!piece) co_return piece.error();
        if (!*piece) co_return event;
        if (Result<void> fed = parser_.feed(**piece); !fed) co_return fed.error();
    }
}

}  // namespace confab::inline v1
