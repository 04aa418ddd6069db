// HTTP messages of either side: whole and in pieces they must come out the same, and limits must hold.

#include "core/net/http_codec.hpp"
#include "tests/fuzz/core/fuzz.hpp"

namespace {

using namespace confab;
using namespace confab::fuzz;
using core::HttpParser;

class Shape {
public:
    HttpParser::Side side;
    std::size_t max_header;
    std::size_t max_body;
    bool answers_head;
};

class Outcome {
public:
    bool failed = false;
    bool done = false;
    bool keep_alive = false;
    std::size_t used = 0;
    int status = 0;
    std::string method, target, body;
    std::vector<std::pair<std::string, std::string>> fields;
    bool operator==(const Outcome&) const = default;
};

void check_limits(HttpParser& parser, const Shape& shape) {
    require(parser.body().size() <= shape.max_body);
    std::size_t header = 0;
    for (const auto& [name, value] : parser.headers().fields()) header += name.size() + value.size();
    require(header <= shape.max_header);
    if (parser.done()) require(parser.header_done());
    if (parser.header_done() && shape.side == HttpParser::Side::responses)
        require(parser.status() >= 0 && parser.status() <= 999);
}

template <class NextPiece>
Outcome run(const Shape& shape, std::string_view bytes, NextPiece next_piece) {
    HttpParser parser(shape.side, shape.max_header);
    parser.begin(shape.max_body, shape.answers_head);
    Outcome out;
    std::string waiting;
    while (!bytes.empty() && !parser.done()) {
        waiting += next_piece(bytes);
        const Result<std::size_t> used = parser.feed(waiting);
        check_limits(parser, shape);
        if (!used) {
            require(used.error().code() == Errc::protocol || used.error().code() == Errc::too_large);
            out = Outcome();
            out.failed = true;
            return out;
        }
        require(*used <= waiting.size());
        out.used += *used;
        waiting.erase(0, *used);
    }
    if (!parser.done() && !parser.end_of_stream()) out.failed = true;
    check_limits(parser, shape);
    if (out.failed) {
        out.used = 0;
        return out;
    }
    out.done = parser.done();
    require(out.done);
    out.keep_alive = parser.keep_alive();
    out.status = parser.status();
    out.method = parser.method();
    out.target = parser.target();
    out.body = parser.body();
    out.fields = parser.headers().fields();
    const Result<std::size_t> more = parser.feed("surplus");
    require(more.has_value() && *more == 0);
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    const std::uint8_t flags = input.byte();
    const bool tight = (flags & 4) != 0;
    const Shape shape{(flags & 1) != 0 ? HttpParser::Side::requests : HttpParser::Side::responses,
                      tight ? std::size_t{64} : std::size_t{64 * 1024}, (flags & 8) != 0 ? 16u : 64u * 1024,
                      (flags & 2) != 0};
    Cuts cuts(input);
    const std::string_view all = input.rest();
    const Outcome whole =
        run(shape, all, [](std::string_view& rest) { return std::exchange(rest, std::string_view()); });
    const Outcome pieces = run(shape, all, [&](std::string_view& rest) { return cuts.take(rest); });
    // Near its limit a header may pass in pieces and not as a whole: the parser counts what it is offered.
    if (!tight) require(whole == pieces);
    return 0;
}
