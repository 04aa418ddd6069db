#pragma once

#include <zlib.h>
#ifdef CONFAB_HAVE_BROTLI
#include <brotli/encode.h>
#endif
#ifdef CONFAB_HAVE_ZSTD
#include <zstd.h>
#endif

#include <string>
#include <string_view>

namespace confab::test {

inline constexpr int kGzip = 15 + 16, kZlib = 15, kBareDeflate = -15;

inline std::string compressed(std::string_view text, int window_bits = kGzip) {
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, text.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

inline std::string brotli([[maybe_unused]] std::string_view text) {
    std::string out;
#ifdef CONFAB_HAVE_BROTLI
    std::size_t size = BrotliEncoderMaxCompressedSize(text.size());
    out.resize(size);
    BrotliEncoderCompress(5, 22, BROTLI_MODE_TEXT, text.size(),
                          reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                          reinterpret_cast<std::uint8_t*>(out.data()));
    out.resize(size);
#endif
    return out;
}

inline std::string zstandard([[maybe_unused]] std::string_view text) {
    std::string out;
#ifdef CONFAB_HAVE_ZSTD
    out.resize(ZSTD_compressBound(text.size()));
    out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
#endif
    return out;
}

}  // namespace confab::test
