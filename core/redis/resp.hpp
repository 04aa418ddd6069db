#pragma once
/// The wire format of Redis (RESP2, redis.io/docs/reference/protocol-spec): commands to bytes, bytes to
/// replies. Pure. Parsing and formatting are hiredis'; what a hostile server could make it allocate is
/// bounded here.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "confab/result.hpp"

namespace confab::core {

class RedisReply {
public:
    enum class Type : std::uint8_t { nil, status, string, integer, error, array };

    Type type = Type::nil;
    std::int64_t integer = 0;
    std::string text;  ///< Of a status ("OK"), a string (any bytes) or an error ("ERR what is wrong").
    std::vector<RedisReply> elements;

    bool is(Type t) const noexcept { return type == t; }
};

class RespLimits {
public:
    std::size_t max_bulk = 32 * 1024 * 1024;   ///< One string; refused as soon as its length is announced.
    std::size_t max_reply = 64 * 1024 * 1024;  ///< One reply with all its elements, and what they occupy.
    std::size_t max_line = 64 * 1024;          ///< A status, an error, a number or a length.
    std::size_t max_elements = 1024 * 1024;    ///< Of one array; nothing is reserved for what is announced.
};

/// The deepest nesting of arrays that is read.
inline constexpr int kMaxReplyDepth = 8;
/// The longest command: far above what is ever sent, below where hiredis' lengths (int) end.
inline constexpr std::size_t kMaxCommandBytes = 256 * 1024 * 1024;

/// Arguments may hold any bytes. Errors: invalid_argument (none), too_large.
Result<std::string> encode_command(std::span<const std::string> arguments);

/// Bytes in, replies out, however the bytes are cut. After an error the stream has lost its place: every
/// later call fails alike.
class RespDecoder {
public:
    explicit RespDecoder(RespLimits limits = {});
    ~RespDecoder();
    RespDecoder(RespDecoder&&) noexcept;
    RespDecoder& operator=(RespDecoder&&) noexcept;

    void feed(std::string_view bytes);
    /// The next complete reply; nothing: more bytes are needed. Errors: protocol, too_large.
    Result<std::optional<RedisReply>> next();
    /// Bytes that wait for the rest of their reply.
    std::size_t buffered() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace confab::core
