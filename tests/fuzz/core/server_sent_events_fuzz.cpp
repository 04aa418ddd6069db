// Event streams: the same events whole and in pieces, none larger than the limit.

#include "confab/service/server_sent_events.hpp"

#include "tests/fuzz/core/fuzz.hpp"

namespace {

using namespace confab;
using namespace confab::fuzz;

class Outcome {
public:
    bool failed = false;
    std::vector<std::array<std::string, 3>> events;
    std::optional<Duration> delay;
    bool operator==(const Outcome&) const = default;
};

template <class NextPiece>
Outcome run(std::size_t max_event, std::string_view bytes, NextPiece next_piece) {
    ServerSentEventParser parser(max_event);
    Outcome out;
    while (!bytes.empty() && !out.failed) {
        out.failed = !parser.feed(next_piece(bytes));
        while (std::optional<ServerSentEvent> event = parser.next()) {
            require(event->data.size() <= max_event && event->id.size() <= max_event);
            require(!event->type.empty() && event->type.size() <= std::max<std::size_t>(max_event, 7));
            require(event->type.find_first_of("\r\n") == std::string::npos);
            require(event->id.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
            require(event->data.find('\r') == std::string::npos);
            out.events.push_back({event->type, event->data, event->id});
        }
    }
    out.delay = parser.reconnect_delay();
    if (out.delay) require(*out.delay >= Duration(0) && *out.delay <= std::chrono::hours(24));
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    const std::size_t max_event = (input.byte() & 1) != 0 ? 16 : 1024 * 1024;
    Cuts cuts(input);
    const Outcome whole = run(max_event, input.rest(),
                              [](std::string_view& rest) { return std::exchange(rest, std::string_view()); });
    const Outcome pieces =
        run(max_event, input.rest(), [&](std::string_view& rest) { return cuts.take(rest); });
    require(whole == pieces);
    return 0;
}
