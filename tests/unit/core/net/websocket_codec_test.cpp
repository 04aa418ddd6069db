#include "core/net/websocket_codec.hpp"

#include <gtest/gtest.h>

namespace confab::core {
namespace {

using Opt = std::optional<WsEvent>;

/// A frame by hand, so that wrong ones can be made as well.
std::string raw(int first, std::string_view payload, bool masked = false, int forced_length_bytes = -1) {
    std::string out(1, static_cast<char>(first));
    const std::size_t n = payload.size();
    const int length_bytes = forced_length_bytes >= 0 ? forced_length_bytes : n < 126 ? 0 : n < 65536 ? 2 : 8;
    const int mask_bit = masked ? 0x80 : 0;
    out += static_cast<char>(mask_bit | (length_bytes == 0   ? static_cast<int>(n)
                                         : length_bytes == 2 ? 126
                                                             : 127));
    for (int i = length_bytes; i-- > 0;)
        out += static_cast<char>(static_cast<std::uint64_t>(n) >> (8 * i) & 0xff);
    constexpr char kKey[] = {0x37, static_cast<char>(0xfa), 0x21, 0x3d};
    if (masked) out.append(kKey, 4);
    for (std::size_t i = 0; i < n; ++i)
        out += masked ? static_cast<char>(payload[i] ^ kKey[i & 3]) : payload[i];
    return out;
}

constexpr int kFinal = 0x80;

Result<Opt> decode(std::string_view bytes, WsRole role = WsRole::client, std::size_t limit = 1 << 20) {
    WsDecoder decoder(role, limit);
    decoder.append(bytes);
    return decoder.next();
}

TEST(WebSocketCodec, ReadsTheStandardsExamples) {
    const auto plain = decode(std::string_view("\x81\x05\x48\x65\x6c\x6c\x6f", 7)).value();
    ASSERT_TRUE(plain.has_value());
    EXPECT_EQ(plain->kind, WsOpcode::text);
    EXPECT_EQ(plain->payload, "Hello");
    const auto masked =
        decode(std::string_view("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58", 11), WsRole::server).value();
    ASSERT_TRUE(masked.has_value());
    EXPECT_EQ(masked->payload, "Hello");
}

TEST(WebSocketCodec, ReadsWhatTheOtherSideWroteHoweverItIsCut) {
    for (const std::size_t size : {0u, 1u, 7u, 8u, 125u, 126u, 127u, 65535u, 65536u, 100'000u}) {
        std::string payload(size, '\0');
        for (std::size_t i = 0; i < size; ++i) payload[i] = static_cast<char>(i * 31);
        const std::string frame = ws_frame(WsOpcode::binary, payload, 0x12345678u);
        for (const std::size_t step : {std::size_t(1), std::size_t(3), std::size_t(4096), frame.size()}) {
            if (step == 1 && size > 1000) continue;
            WsDecoder decoder(WsRole::server, 1 << 20);
            Opt event;
            for (std::size_t at = 0; at < frame.size(); at += step) {
                ASSERT_FALSE(event.has_value());
                decoder.append(std::string_view(frame).substr(at, step));
                event = decoder.next().value();
            }
            ASSERT_TRUE(event.has_value()) << size << " in steps of " << step;
            EXPECT_EQ(event->payload, payload);
        }
    }
}

TEST(WebSocketCodec, JoinsFragmentsAndLetsControlFramesInBetween) {
    WsDecoder decoder(WsRole::client, 1 << 20);
    decoder.append(raw(0x01, "Hel") + raw(kFinal | 9, "ping") + raw(0x00, "l") + raw(kFinal, "o") +
                   raw(kFinal | 2, "x"));
    const auto ping = decoder.next().value();
    EXPECT_EQ(ping->kind, WsOpcode::ping);
    EXPECT_EQ(ping->payload, "ping");
    const auto text = decoder.next().value();
    EXPECT_EQ(text->kind, WsOpcode::text);
    EXPECT_EQ(text->payload, "Hello");
    EXPECT_EQ(decoder.next().value()->kind, WsOpcode::binary);
    EXPECT_FALSE(decoder.next().value().has_value());
}

TEST(WebSocketCodec, RefusesFramesThatBreakTheStandard) {
    const std::string long_control(126, 'x');
    const std::pair<const char*, std::string> cases[] = {
        {"masked by the server", raw(kFinal | 1, "x", true)},
        {"first reserved bit", raw(kFinal | 0x41, "x")},
        {"second reserved bit", raw(kFinal | 0x21, "x")},
        {"third reserved bit", raw(kFinal | 0x11, "x")},
        {"reserved data opcode", raw(kFinal | 3, "x")},
        {"reserved control opcode", raw(kFinal | 11, "x")},
        {"fragmented ping", raw(9, "x")},
        {"long ping", raw(kFinal | 9, long_control)},
        {"fragment of nothing", raw(kFinal, "x")},
        {"message within a message", raw(1, "x") + raw(kFinal | 1, "y")},
        {"length not minimal, 2 bytes", raw(kFinal | 1, "x", false, 2)},
        {"length not minimal, 8 bytes", raw(kFinal | 1, "x", false, 8)},
        {"close with half a code", raw(kFinal | 8, "x")},
    };
    for (const auto& [what, bytes] : cases) {
        const auto event = decode(bytes);
        ASSERT_FALSE(event.has_value()) << what;
        EXPECT_EQ(event.error().code(), Errc::protocol) << what;
    }
    EXPECT_FALSE(decode(raw(kFinal | 1, "x"), WsRole::server).has_value()) << "unmasked by the client";
}

TEST(WebSocketCodec, RefusesALengthBeforeItsBytesCome) {
    WsDecoder decoder(WsRole::client, 10);
    decoder.append(std::string_view("\x82\x7f\x7f\xff\xff\xff\xff\xff\xff\xff", 10));
    const auto event = decoder.next();
    ASSERT_FALSE(event.has_value());
    EXPECT_EQ(event.error().code(), Errc::too_large);
    EXPECT_EQ(decoder.failure_code(), 1009);
}

TEST(WebSocketCodec, CountsAllFragmentsAgainstTheLimit) {
    EXPECT_TRUE(decode(raw(1, "12345") + raw(kFinal, "67890"), WsRole::client, 10).has_value());
    const auto event = decode(raw(1, "12345") + raw(0, "6789") + raw(kFinal, "01"), WsRole::client, 10);
    ASSERT_FALSE(event.has_value());
    EXPECT_EQ(event.error().code(), Errc::too_large);
}

TEST(WebSocketCodec, ChecksTextAcrossFragments) {
    const auto good = decode(raw(1, "\xe2\x82") + raw(kFinal, "\xac"));
    ASSERT_TRUE(good.has_value());
    EXPECT_EQ((*good)->payload, "\xe2\x82\xac");
    WsDecoder decoder(WsRole::client, 100);
    decoder.append(raw(1, "\xe2\x82") + raw(kFinal, "x"));
    EXPECT_FALSE(decoder.next().has_value());
    EXPECT_EQ(decoder.failure_code(), 1007);
    EXPECT_TRUE(decode(raw(kFinal | 2, "\xff\xfe")).has_value()) << "binary is not text";
}

TEST(WebSocketCodec, ReadsCloseFrames) {
    const auto with_code = decode(raw(kFinal | 8, std::string_view("\x0f\xa0"
                                                                   "bye",
                                                                   5)))
                               .value();
    EXPECT_EQ(with_code->close_code, 4000);
    EXPECT_EQ(with_code->payload, "bye");
    EXPECT_EQ(decode(raw(kFinal | 8, "")).value()->close_code, 1005);
    for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535}) {
        const char payload[] = {static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
        EXPECT_FALSE(decode(raw(kFinal | 8, std::string_view(payload, 2))).has_value()) << code;
    }
    EXPECT_FALSE(decode(raw(kFinal | 8, std::string_view("\x03\xe8\xff", 3))).has_value())
        << "reason not UTF-8";
}

TEST(WebSocketCodec, WritesCloseFramesThatFit) {
    EXPECT_EQ(ws_close_payload(1000, "bye"), std::string("\x03\xe8"
                                                         "bye"));
    EXPECT_EQ(ws_close_payload(1005, "ignored"), "");
    EXPECT_EQ(ws_close_payload(1006, ""), std::string("\x03\xe8")) << "1006 must not be sent";
    std::string euros;
    for (int i = 0; i < 60; ++i) euros += "\xe2\x82\xac";
    const std::string payload = ws_close_payload(1000, euros);
    EXPECT_LE(payload.size(), 125u);
    EXPECT_TRUE(is_utf8(std::string_view(payload).substr(2)));
    EXPECT_EQ(payload.size(), 2u + 123);
}

TEST(WebSocketCodec, MasksWithTheKeyInWireOrder) {
    const std::string frame = ws_frame(WsOpcode::text, "abcdefghij", 0x04030201u);
    ASSERT_EQ(frame.size(), 2u + 4 + 10);
    EXPECT_EQ(frame.substr(2, 4), std::string("\x01\x02\x03\x04"));
    for (std::size_t i = 0; i < 10; ++i)
        EXPECT_EQ(frame[6 + i], static_cast<char>("abcdefghij"[i] ^ (i % 4 + 1)));
}

TEST(Utf8, AcceptsWhatUnicodeDefines) {
    for (const char* good :
         {"", "ascii only, longer than a word", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf",
          "\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "12345678\xc3\xa4"})
        EXPECT_TRUE(is_utf8(good)) << good;
}

TEST(Utf8, RefusesOverlongSurrogateTruncatedAndBeyond) {
    for (const char* bad : {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80",
                            "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xe2\x82",
                            "\xe2\x28\xa1", "1234567\xc3", "\xf0\x9f\x98"})
        EXPECT_FALSE(is_utf8(bad));
}

}  // namespace
}  // namespace confab::core
