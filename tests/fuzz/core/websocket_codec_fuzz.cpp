// WebSocket frames at either end: the same events whole and in pieces, and each can be sent on.

#include "core/net/websocket_codec.hpp"
#include "tests/fuzz/core/fuzz.hpp"

namespace {

using namespace confab;
using namespace confab::fuzz;
using namespace confab::core;

class Outcome {
public:
    bool failed = false;
    std::uint16_t failure = 0;
    std::vector<WsEvent> events;
};

void check(const WsEvent& event, std::size_t max_message) {
    const bool control = event.kind >= WsOpcode::close;
    require(event.kind != WsOpcode::continuation);
    require(event.payload.size() <= (control ? std::size_t{125} : max_message));
    const bool text = event.kind == WsOpcode::text || event.kind == WsOpcode::close;
    if (text) require(is_utf8(event.payload));
    const std::string payload =
        event.kind == WsOpcode::close ? ws_close_payload(event.close_code, event.payload) : event.payload;
    WsDecoder server(WsRole::server, max_message);
    server.append(ws_frame(event.kind, payload, 0x12345678u));
    const Result<std::optional<WsEvent>> again = server.next();
    require(again.has_value() && again->has_value());
    require((*again)->kind == event.kind && (*again)->payload == event.payload &&
            (*again)->close_code == event.close_code);
}

template <class NextPiece>
Outcome run(WsRole role, std::size_t max_message, std::string_view bytes, NextPiece next_piece) {
    WsDecoder decoder(role, max_message);
    Outcome out;
    while (!bytes.empty() && !out.failed) {
        decoder.append(next_piece(bytes));
        for (;;) {
            Result<std::optional<WsEvent>> event = decoder.next();
            out.failed = !event;
            if (!event || !*event) break;
            check(**event, max_message);
            out.events.push_back(std::move(**event));
        }
    }
    if (out.failed) out.failure = decoder.failure_code();
    return out;
}

bool same(const WsEvent& a, const WsEvent& b) {
    return a.kind == b.kind && a.payload == b.payload && a.close_code == b.close_code;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    const std::uint8_t flags = input.byte();
    const WsRole role = (flags & 1) != 0 ? WsRole::server : WsRole::client;
    const std::size_t max_message = (flags & 2) != 0 ? 16 : 128 * 1024;
    Cuts cuts(input);
    const Outcome whole = run(role, max_message, input.rest(),
                              [](std::string_view& rest) { return std::exchange(rest, std::string_view()); });
    const Outcome pieces =
        run(role, max_message, input.rest(), [&](std::string_view& rest) { return cuts.take(rest); });
    require(whole.failed == pieces.failed && whole.failure == pieces.failure);
    require(std::equal(whole.events.begin(), whole.events.end(), pieces.events.begin(), pieces.events.end(),
                       same));
    return 0;
}
