#include "core/http/body_decoding.hpp"

#include "core/net/http_wire.hpp"

namespace confab::core {

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
