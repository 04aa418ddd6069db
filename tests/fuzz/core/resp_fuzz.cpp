// Replies of a Redis server: the same whole and in pieces, within their limits; and commands of any bytes.

#include "core/redis/resp.hpp"

#include "tests/fuzz/core/fuzz.hpp"

namespace {

using namespace confab;
using namespace confab::fuzz;
using namespace confab::core;

class Outcome {
public:
    bool failed = false;
    std::vector<std::string> replies;
    bool operator==(const Outcome&) const = default;
};

std::size_t size_of(const RedisReply& reply, int depth, std::string& text) {
    require(depth <= kMaxReplyDepth + 1);
    std::size_t bytes = sizeof(RedisReply) + reply.text.size();
    text.append(std::to_string(static_cast<int>(reply.type))).append(" ").append(reply.text).append(" ");
    text.append(std::to_string(reply.integer)).append(" ").append(std::to_string(reply.elements.size()));
    for (const RedisReply& element : reply.elements) bytes += size_of(element, depth + 1, text);
    return bytes;
}

template <class NextPiece>
Outcome run(const RespLimits& limits, std::string_view bytes, NextPiece next_piece) {
    RespDecoder decoder(limits);
    Outcome out;
    while (!bytes.empty() && !out.failed) {
        const std::string_view piece = next_piece(bytes);
        decoder.feed(piece);
        for (;;) {
            const Result<std::optional<RedisReply>> reply = decoder.next();
            out.failed = !reply;
            if (!reply || !*reply) break;
            out.replies.emplace_back();
            require(size_of(**reply, 1, out.replies.back()) <= limits.max_reply);
        }
        if (!out.failed)
            require(decoder.buffered() <= limits.max_bulk + limits.max_line + piece.size());
        else
            require(!decoder.next());
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    RespLimits limits;
    limits.max_reply = 1024 * 1024;
    const bool tight = (input.byte() & 1) != 0;
    if (tight) {
        limits.max_bulk = 32;
        limits.max_line = 24;
        limits.max_reply = 512;
        limits.max_elements = 4;
    }
    Cuts cuts(input);
    const Outcome whole = run(limits, input.rest(),
                              [](std::string_view& rest) { return std::exchange(rest, std::string_view()); });
    const Outcome pieces = run(limits, input.rest(), [&](std::string_view& rest) { return cuts.take(rest); });
    // A limit on what is still incomplete is not asked of what came as a whole.
    if (!tight) require(whole == pieces);

    const std::vector<std::string> arguments = {"SET", std::string(input.rest())};
    const Result<std::string> command = encode_command(arguments);
    require(command.has_value());
    RespDecoder decoder;
    decoder.feed(*command);
    const Result<std::optional<RedisReply>> echo = decoder.next();
    require(echo.has_value() && echo->has_value() && (*echo)->elements.size() == 2);
    require((*echo)->elements[1].text == input.rest() && decoder.buffered() == 0);
    return 0;
}
