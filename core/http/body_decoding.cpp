#include "core/http/body_decoding.hpp"

#include <charconv>

#include "core/net/http_wire.hpp"

namespace confab::core {

std::optional<std::uint64_t> content_length(const HttpHeaders& headers) {
    const std::string_view text = headers.get("Content-Length");
    std::uint64_t length = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return length;
}

Result<std::unique_ptr<ContentDecoder>> body_decoder(HttpHeaders& headers, const InflateLimits& limits) {
    const std::string_view coding = headers.get("Content-Encoding");
    std::unique_ptr<ContentDecoder> decoder;
    if (coding.find(',') != std::string_view::npos)
        return Error(Errc::protocol, "more than one content coding");
    if (!coding.empty()) decoder = ContentDecoder::create(coding, limits);
    if (!decoder) return decoder;
    HttpHeaders kept;
    for (const auto& [name, value] : headers.fields())
        if (!same_name(name, "Content-Encoding") && !same_name(name, "Content-Length")) kept.add(name, value);
    headers = std::move(kept);
    return decoder;
}

Result<void> decode_body(HttpResponse& response, const InflateLimits& limits) {
    if (response.body.empty() || !response.headers.has("Content-Encoding")) return {};
    Result<std::unique_ptr<ContentDecoder>> decoder = body_decoder(response.headers, limits);
    if (!decoder) return decoder.error();
    if (!*decoder) return {};
    std::string decoded;
    if (Result<void> fed = (*decoder)->feed(response.body, decoded); !fed) return fed;
    if (Result<void> ended = (*decoder)->finish(); !ended) return ended;
    response.body = std::move(decoded);
    return {};
}

}  // namespace confab::core
