#include "core/http/decoder.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>

#include "core/net/http_wire.hpp"

namespace confab::core {
namespace {

constexpr int kDetectGzipAndZlib = 15 + 32;
constexpr int kBareDeflate = -15;

class Inflater {
public:
    explicit Inflater(int window_bits) { ready_ = inflateInit2(&stream_, window_bits) == Z_OK; }
    ~Inflater() {
        if (ready_) inflateEnd(&stream_);
    }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    bool ready() const noexcept { return ready_; }
    z_stream& stream() noexcept { return stream_; }

private:
    z_stream stream_{};
    bool ready_ = false;
};

bool within(std::size_t decoded, std::size_t encoded, const InflateLimits& limits) {
    if (decoded > limits.max_bytes) return false;
    return decoded <= limits.ratio_from ||
           static_cast<double>(decoded) <= limits.max_ratio * static_cast<double>(encoded);
}

/// Servers disagree about "deflate": RFC 9110 says zlib, some send the bare stream.
bool looks_bare(std::string_view bytes) {
    if (bytes.size() < 2) return true;
    const unsigned first = static_cast<unsigned char>(bytes[0]),
                   second = static_cast<unsigned char>(bytes[1]);
    const bool gzip = first == 0x1f && second == 0x8b;
    const bool zlib = (first & 0x0f) == 8 && (first * 256 + second) % 31 == 0;
    return !gzip && !zlib;
}

}  // namespace

Result<std::string> inflate(std::string_view encoded, const InflateLimits& limits) {
    Inflater inflater(looks_bare(encoded) ? kBareDeflate : kDetectGzipAndZlib);
    if (!inflater.ready()) return Error(Errc::internal, "zlib cannot be initialised");
    z_stream& stream = inflater.stream();
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(encoded.data()));
    stream.avail_in = static_cast<uInt>(encoded.size());
    std::string out;
    std::array<char, 32 * 1024> chunk;
    for (;;) {
        stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
        stream.avail_out = static_cast<uInt>(chunk.size());
        const int status = ::inflate(&stream, Z_NO_FLUSH);
        out.append(chunk.data(), chunk.size() - stream.avail_out);
        if (!within(out.size(), encoded.size() - stream.avail_in, limits))
            return Error(Errc::too_large, "the decoded HTTP body exceeds the limit");
        if (status == Z_STREAM_END) {
            if (stream.avail_in == 0) return out;
            if (inflateReset(&stream) != Z_OK) break;  // gzip may have several members (RFC 1952 section 2.2)
        } else if (status != Z_OK) {
            break;
        }
    }
    return Error(Errc::protocol, "the compressed HTTP body is damaged");
}

Result<void> decode_body(HttpResponse& response, const InflateLimits& limits) {
    const std::string coding(response.headers.get("Content-Encoding"));
    if (coding.empty() || response.body.empty()) return {};
    if (coding.find(',') != std::string::npos) return Error(Errc::protocol, "more than one content coding");
    if (!same_name(coding, "gzip") && !same_name(coding, "x-gzip") && !same_name(coding, "deflate"))
        return {};
    Result<std::string> body = inflate(response.body, limits);
    if (!body) return body.error();
    response.body = std::move(*body);
    HttpHeaders kept;
    for (const auto& [name, value] : response.headers.fields())
        if (!same_name(name, "Content-Encoding") && !same_name(name, "Content-Length")) kept.add(name, value);
    response.headers = std::move(kept);
    return {};
}

}  // namespace confab::core
