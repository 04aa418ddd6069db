// Compressed bodies: bounded whatever they claim, and the same in one piece and in many.

#include "core/http/content_decoder.hpp"
#include "tests/fuzz/core/fuzz.hpp"

namespace {

using namespace confab;
using namespace confab::fuzz;
using namespace confab::core;

constexpr std::size_t kOneStep = 32 * 1024;  // is decoded before it is counted

class Outcome {
public:
    bool failed = false;
    std::string out;
    bool operator==(const Outcome&) const = default;
};

template <class NextPiece>
Outcome run(std::string_view coding, const InflateLimits& limits, std::string_view bytes,
            NextPiece next_piece) {
    const std::unique_ptr<ContentDecoder> decoder = ContentDecoder::create(coding, limits);
    require(decoder != nullptr);
    Outcome outcome;
    while (!bytes.empty() && !outcome.failed) {
        const Result<void> fed = decoder->feed(next_piece(bytes), outcome.out);
        require(outcome.out.size() <= limits.max_bytes + kOneStep);
        if (fed)
            require(outcome.out.size() <= limits.max_bytes);
        else
            outcome.failed = true;
    }
    if (!outcome.failed && !decoder->finish()) outcome.failed = true;
    if (outcome.failed) outcome.out.clear();
    return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::array<std::string_view, 4> kCodings = {"gzip", "deflate", "br", "zstd"};
    Input input(data, size);
    const std::uint8_t flags = input.byte();
    const std::string_view coding = kCodings[flags & 3];
    if (accepted_codings().find(coding) == std::string_view::npos) return 0;
    InflateLimits limits;
    limits.max_bytes = (flags & 4) != 0 ? 100 : 256 * 1024;
    const bool by_ratio = (flags & 8) != 0;
    // Off unless asked for: it is judged after each step, and steps differ with the pieces.
    limits.ratio_from = by_ratio ? 1024 : limits.max_bytes;
    Cuts cuts(input);
    const Outcome whole = run(coding, limits, input.rest(),
                              [](std::string_view& rest) { return std::exchange(rest, std::string_view()); });
    const Outcome pieces =
        run(coding, limits, input.rest(), [&](std::string_view& rest) { return cuts.take(rest); });
    // An empty block of a repeated byte: libzstd takes it in a whole frame and refuses it in a stream.
    const bool stricter_in_pieces = coding == "zstd" && pieces.failed;
    if (!by_ratio && !stricter_in_pieces) require(whole == pieces);
    return 0;
}
