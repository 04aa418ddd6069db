#include "core/net/websocket_codec.hpp"

#include <array>
#include <cstring>

namespace confab::core {
namespace {

constexpr std::size_t kMaxControl = 125;

bool is_control(WsOpcode opcode) noexcept {
    return (static_cast<unsigned>(opcode) & 8) != 0;
}

bool is_known(unsigned opcode) noexcept {
    return opcode <= 2 || (opcode >= 8 && opcode <= 10);
}

std::uint64_t big_endian(const char* at, std::size_t bytes) noexcept {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value = value << 8 | static_cast<unsigned char>(at[i]);
    return value;
}

void append_big_endian(std::string& out, std::uint64_t value, int bytes) {
    while (bytes-- > 0) out += static_cast<char>(value >> (8 * bytes) & 0xff);
}

/// XORs with the key, whose first byte (in memory) applies at payload offset 0.
void apply_mask(char* bytes, std::size_t n, std::uint32_t key, std::uint64_t offset) noexcept {
    std::array<char, 8> pattern;
    std::array<char, 4> raw;
    std::memcpy(raw.data(), &key, 4);
    for (std::size_t i = 0; i < 8; ++i) pattern[i] = raw[(offset + i) & 3];
    std::uint64_t wide;
    std::memcpy(&wide, pattern.data(), 8);
    std::size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        std::uint64_t word;
        std::memcpy(&word, bytes + i, 8);
        word ^= wide;
        std::memcpy(bytes + i, &word, 8);
    }
    for (; i < n; ++i) bytes[i] = static_cast<char>(bytes[i] ^ pattern[i & 7]);
}

/// Section 7.4: what may appear on the wire.
bool is_sendable(std::uint16_t code) noexcept {
    if (code >= 3000 && code <= 4999) return true;
    return code >= 1000 && code <= 1014 && code != 1004 && code != ws_close::kNone &&
           code != ws_close::kBroken;
}

}  // namespace

Error WsDecoder::fail(std::uint16_t close_code, const char* why) {
    failure_code_ = close_code;
    return Error(close_code == ws_close::kTooLarge ? Errc::too_large : Errc::protocol,
                 std::string("WebSocket: ") + why);
}

Result<void> WsDecoder::check(const Header& header, unsigned char first, bool masked) {
    if ((first & 0x70) != 0) return fail(ws_close::kProtocol, "a reserved bit is set");
    if (!is_known(first & 0x0f)) return fail(ws_close::kProtocol, "a reserved opcode");
    if (masked != (role_ == WsRole::server))
        return fail(ws_close::kProtocol,
                    masked ? "a masked frame from the server" : "an unmasked frame from the client");
    if (is_control(header.opcode)) {
        if (!header.final) return fail(ws_close::kProtocol, "a fragmented control frame");
        if (header.length > kMaxControl) return fail(ws_close::kProtocol, "a control frame over 125 bytes");
        return {};
    }
    if ((header.opcode == WsOpcode::continuation) != message_kind_.has_value())
        return fail(ws_close::kProtocol,
                    message_kind_ ? "a new message within another" : "a fragment of no message");
    if (header.length > max_message_ - message_.size())
        return fail(ws_close::kTooLarge, "the message exceeds the limit");
    return {};
}

Result<bool> WsDecoder::read_header() {
    const std::string_view bytes = buffer_.data();
    if (bytes.size() < 2) return false;
    const auto first = static_cast<unsigned char>(bytes[0]);
    const auto second = static_cast<unsigned char>(bytes[1]);
    const bool masked = (second & 0x80) != 0;
    const unsigned length = second & 0x7f;
    const std::size_t length_bytes = length == 126 ? 2 : length == 127 ? 8 : 0;
    Header header;
    header.size = 2 + length_bytes + (masked ? 4 : 0);
    if (bytes.size() < header.size) return false;
    header.final = (first & 0x80) != 0;
    header.opcode = static_cast<WsOpcode>(first & 0x0f);
    header.length = length_bytes == 0 ? length : big_endian(bytes.data() + 2, length_bytes);
    if ((length_bytes == 2 && header.length < 126) || (length_bytes == 8 && header.length < 65536))
        return fail(ws_close::kProtocol, "a length that is not in its shortest form");
    if (masked) std::memcpy(&header.mask, bytes.data() + 2 + length_bytes, 4);
    if (Result<void> good = check(header, first, masked); !good) return good.error();
    if (!is_control(header.opcode) && !message_kind_) message_kind_ = header.opcode;
    buffer_.consume(header.size);
    frame_ = header;
    frame_taken_ = 0;
    return true;
}

Result<std::optional<WsEvent>> WsDecoder::next() {
    for (;;) {
        if (!frame_) {
            const Result<bool> there = read_header();
            if (!there) return there.error();
            if (!*there) return std::optional<WsEvent>();
        }
        std::string& target = is_control(frame_->opcode) ? control_ : message_;
        const std::string_view bytes = buffer_.data();
        const auto n =
            static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), frame_->length - frame_taken_));
        const std::size_t start = target.size();
        target.append(bytes.substr(0, n));
        if (frame_->mask != 0) apply_mask(target.data() + start, n, frame_->mask, frame_taken_);
        buffer_.consume(n);
        frame_taken_ += n;
        if (frame_taken_ < frame_->length) return std::optional<WsEvent>();
        const bool control = is_control(frame_->opcode);
        if (!control && !frame_->final) {
            frame_.reset();
            continue;
        }
        return control ? finish_control() : finish_data();
    }
}

Result<std::optional<WsEvent>> WsDecoder::finish_data() {
    WsEvent event(*message_kind_, std::exchange(message_, {}));
    frame_.reset();
    message_kind_.reset();
    if (event.kind == WsOpcode::text && !is_utf8(event.payload))
        return fail(ws_close::kBadText, "a text message that is not UTF-8");
    return std::optional<WsEvent>(std::move(event));
}

Result<std::optional<WsEvent>> WsDecoder::finish_control() {
    WsEvent event(frame_->opcode, std::exchange(control_, {}));
    frame_.reset();
    if (event.kind != WsOpcode::close) return std::optional<WsEvent>(std::move(event));
    if (event.payload.empty()) {
        event.close_code = ws_close::kNone;
        return std::optional<WsEvent>(std::move(event));
    }
    if (event.payload.size() == 1) return fail(ws_close::kProtocol, "a close frame with half a code");
    event.close_code = static_cast<std::uint16_t>(big_endian(event.payload.data(), 2));
    event.payload.erase(0, 2);
    if (!is_sendable(event.close_code))
        return fail(ws_close::kProtocol, "a close code that must not be sent");
    if (!is_utf8(event.payload)) return fail(ws_close::kBadText, "a close reason that is not UTF-8");
    return std::optional<WsEvent>(std::move(event));
}

std::string ws_frame(WsOpcode opcode, std::string_view payload, std::optional<std::uint32_t> mask) {
    std::string out;
    out.reserve(payload.size() + 14);
    out += static_cast<char>(0x80 | static_cast<unsigned>(opcode));
    const char masked = mask ? static_cast<char>(0x80) : '\0';
    if (payload.size() < 126) {
        out += static_cast<char>(masked | static_cast<char>(payload.size()));
    } else if (payload.size() < 65536) {
        out += static_cast<char>(masked | 126);
        append_big_endian(out, payload.size(), 2);
    } else {
        out += static_cast<char>(masked | 127);
        append_big_endian(out, payload.size(), 8);
    }
    if (mask) out.append(reinterpret_cast<const char*>(&*mask), 4);
    const std::size_t start = out.size();
    out.append(payload);
    if (mask) apply_mask(out.data() + start, payload.size(), *mask, 0);
    return out;
}

std::string ws_close_payload(std::uint16_t code, std::string_view reason) {
    std::string out;
    if (code == ws_close::kNone) return out;
    append_big_endian(out, is_sendable(code) ? code : ws_close::kNormal, 2);
    std::size_t length = std::min(reason.size(), kMaxControl - 2);
    while (length > 0 && !is_utf8(reason.substr(0, length))) --length;
    return out.append(reason.substr(0, length));
}

bool is_utf8(std::string_view text) noexcept {
    const auto* at = reinterpret_cast<const unsigned char*>(text.data());
    const auto* const end = at + text.size();
    while (at < end) {
        std::uint64_t word;
        while (end - at >= 8 && (std::memcpy(&word, at, 8), (word & 0x8080808080808080u) == 0)) at += 8;
        if (at == end) break;
        const unsigned char lead = *at++;
        if (lead < 0x80) continue;
        const int more = lead >= 0xc2 && lead <= 0xdf   ? 1
                         : (lead & 0xf0) == 0xe0        ? 2
                         : lead >= 0xf0 && lead <= 0xf4 ? 3
                                                        : 0;
        if (more == 0 || end - at < more) return false;
        // The second byte decides overlong forms, surrogates and what lies beyond U+10FFFF.
        const unsigned char low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        const unsigned char high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (*at < low || *at > high) return false;
        for (int i = 1; i < more; ++i)
            if ((at[i] & 0xc0) != 0x80) return false;
        at += more;
    }
    return true;
}

}  // namespace confab::core
