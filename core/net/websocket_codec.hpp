#pragma once
/// WebSocket framing (RFC 6455 section 5), without I/O: bytes in, messages and control frames out.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "confab/result.hpp"
#include "core/net/read_buffer.hpp"

namespace confab::core {

enum class WsRole : bool { client, server };
enum class WsOpcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

/// Close codes of RFC 6455 section 7.4.1 that we use ourselves.
namespace ws_close {
inline constexpr std::uint16_t kNormal = 1000, kProtocol = 1002, kNone = 1005, kBroken = 1006,
                               kBadText = 1007, kTooLarge = 1009;
}

/// A whole message (text, binary) or a control frame.
class WsEvent {
public:
    WsEvent(WsOpcode kind_in, std::string payload_in) : kind(kind_in), payload(std::move(payload_in)) {}
    WsOpcode kind;
    std::string payload;  ///< Of a close frame: the reason.
    std::uint16_t close_code = 0;
};

/// Decodes what one side of a connection receives. Refuses: masked frames at the client and unmasked ones at
/// the server, reserved bits and opcodes, fragmented or long control frames, a wrong order of fragments, text
/// that is not UTF-8, close codes that must not be sent, messages over the limit.
class WsDecoder {
public:
    WsDecoder(WsRole own_role, std::size_t max_message) : role_(own_role), max_message_(max_message) {}

    std::span<char> prepare() { return buffer_.prepare(); }
    void commit(std::size_t n) noexcept { buffer_.commit(n); }
    void append(std::string_view bytes) { buffer_.append(bytes); }

    /// The next event, or nothing until more bytes are there. After an error (protocol, too_large) the
    /// connection must be failed with `failure_code()`.
    Result<std::optional<WsEvent>> next();
    std::uint16_t failure_code() const noexcept { return failure_code_; }

private:
    struct Header {
        std::size_t size = 0;  // of the header itself
        std::uint64_t length = 0;
        bool final = false;
        WsOpcode opcode = WsOpcode::continuation;
        std::uint32_t mask = 0;
    };
    Result<bool> read_header();
    Result<void> check(const Header& header, unsigned char first, bool masked);
    Result<std::optional<WsEvent>> finish_data();
    Result<std::optional<WsEvent>> finish_control();
    Error fail(std::uint16_t close_code, const char* why);

    WsRole role_;
    std::size_t max_message_;
    ReadBuffer buffer_;
    std::optional<Header> frame_;           // whose payload is being read
    std::uint64_t frame_taken_ = 0;         // of its payload
    std::optional<WsOpcode> message_kind_;  // of the message whose fragments are being collected
    std::string message_;
    std::string control_;
    std::uint16_t failure_code_ = ws_close::kProtocol;
};

/// One unfragmented frame; `mask` for clients only.
std::string ws_frame(WsOpcode opcode, std::string_view payload, std::optional<std::uint32_t> mask);
/// Payload of a close frame; the reason is cut to what fits, at a character boundary. kNone: empty.
std::string ws_close_payload(std::uint16_t code, std::string_view reason);

bool is_utf8(std::string_view text) noexcept;  ///< Unicode's definition: no surrogates, no overlong forms.

}  // namespace confab::core
