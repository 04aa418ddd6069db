#include "core/http/content_decoder.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>

#ifdef CONFAB_HAVE_BROTLI
#include <brotli/decode.h>
#endif
#ifdef CONFAB_HAVE_ZSTD
#include <zstd.h>
#endif

#include "core/net/http_wire.hpp"

namespace confab::core {
namespace {

constexpr std::size_t kChunk = 32 * 1024;

/// Servers disagree about "deflate": RFC 9110 says zlib, some send the bare stream.
bool looks_bare(std::string_view bytes) {
    const unsigned first = static_cast<unsigned char>(bytes[0]),
                   second = static_cast<unsigned char>(bytes[1]);
    const bool gzip = first == 0x1f && second == 0x8b;
    const bool zlib = (first & 0x0f) == 8 && (first * 256 + second) % 31 == 0;
    return !gzip && !zlib;
}

/// gzip, zlib and bare deflate, told apart by their first two bytes.
class ZlibDecoder final : public ContentDecoder {
public:
    using ContentDecoder::ContentDecoder;
    ~ZlibDecoder() override {
        if (ready_) inflateEnd(&stream_);
    }

    Result<void> feed(std::string_view encoded, std::string& out) override {
        if (!ready_) {
            start_.append(encoded);
            if (start_.size() < 2) return {};
            constexpr int kDetectGzipAndZlib = 15 + 32, kBareDeflate = -15;
            if (inflateInit2(&stream_, looks_bare(start_) ? kBareDeflate : kDetectGzipAndZlib) != Z_OK)
                return Error(Errc::internal, "zlib cannot be initialised");
            ready_ = true;
            const std::string all = std::exchange(start_, std::string());
            return inflate_all(all, out);
        }
        return inflate_all(encoded, out);
    }
    Result<void> finish() override {
        if (!ended_) return damaged();
        return {};
    }

private:
    Result<void> inflate_all(std::string_view encoded, std::string& out) {
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(encoded.data()));
        stream_.avail_in = static_cast<uInt>(encoded.size());
        std::array<char, kChunk> chunk;
        do {
            if (ended_) {  // gzip may have several members (RFC 1952 section 2.2)
                if (stream_.avail_in == 0) break;
                if (inflateReset(&stream_) != Z_OK) return damaged();
                ended_ = false;
            }
            const uInt before = stream_.avail_in;
            stream_.next_out = reinterpret_cast<Bytef*>(chunk.data());
            stream_.avail_out = static_cast<uInt>(chunk.size());
            const int status = ::inflate(&stream_, Z_NO_FLUSH);
            const bool stuck = status == Z_BUF_ERROR && stream_.avail_in > 0;
            if (stuck || (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR))
                return damaged();
            const std::size_t decoded = chunk.size() - stream_.avail_out;
            out.append(chunk.data(), decoded);
            if (Result<void> ok = account(before - stream_.avail_in, decoded); !ok) return ok;
            ended_ = status == Z_STREAM_END;
        } while (stream_.avail_in > 0 || (stream_.avail_out == 0 && !ended_));
        return {};
    }

    std::string start_;  // until it is known which kind this is
    z_stream stream_{};
    bool ready_ = false;
    bool ended_ = false;
};

#ifdef CONFAB_HAVE_BROTLI
class BrotliDecoder final : public ContentDecoder {
public:
    explicit BrotliDecoder(const InflateLimits& limits)
        : ContentDecoder(limits), state_(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr)) {}
    ~BrotliDecoder() override { BrotliDecoderDestroyInstance(state_); }

    Result<void> feed(std::string_view encoded, std::string& out) override {
        const auto* in = reinterpret_cast<const std::uint8_t*>(encoded.data());
        std::size_t in_left = encoded.size();
        std::array<std::uint8_t, kChunk> chunk;
        for (;;) {
            const std::size_t before = in_left;
            std::uint8_t* next = chunk.data();
            std::size_t room = chunk.size();
            const BrotliDecoderResult status =
                BrotliDecoderDecompressStream(state_, &in_left, &in, &room, &next, nullptr);
            const std::size_t decoded = chunk.size() - room;
            out.append(reinterpret_cast<const char*>(chunk.data()), decoded);
            if (Result<void> ok = account(before - in_left, decoded); !ok) return ok;
            if (status == BROTLI_DECODER_RESULT_ERROR) return damaged();
            if (status == BROTLI_DECODER_RESULT_SUCCESS && in_left > 0) return damaged();
            if (status != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) return {};
        }
    }
    Result<void> finish() override {
        if (!BrotliDecoderIsFinished(state_)) return damaged();
        return {};
    }

private:
    BrotliDecoderState* state_;
};
#endif

#ifdef CONFAB_HAVE_ZSTD
class ZstdDecoder final : public ContentDecoder {
public:
    explicit ZstdDecoder(const InflateLimits& limits) : ContentDecoder(limits), context_(ZSTD_createDCtx()) {
        ZSTD_DCtx_setParameter(context_, ZSTD_d_windowLogMax, 23);  // 8 MB: RFC 9659 section 3
    }
    ~ZstdDecoder() override { ZSTD_freeDCtx(context_); }

    Result<void> feed(std::string_view encoded, std::string& out) override {
        ZSTD_inBuffer in{encoded.data(), encoded.size(), 0};
        std::array<char, kChunk> chunk;
        for (bool full = false; in.pos < in.size || full;) {
            const std::size_t before = in.pos;
            ZSTD_outBuffer decoded{chunk.data(), chunk.size(), 0};
            left_ = ZSTD_decompressStream(context_, &decoded, &in);
            if (ZSTD_isError(left_)) return damaged();
            out.append(chunk.data(), decoded.pos);
            if (Result<void> ok = account(in.pos - before, decoded.pos); !ok) return ok;
            // At the end of a frame another call would only begin the next one.
            full = decoded.pos == decoded.size && left_ != 0;
        }
        return {};
    }
    Result<void> finish() override {
        if (left_ != 0) return damaged();
        return {};
    }

private:
    ZSTD_DCtx* context_;
    std::size_t left_ = 1;  // zero at the end of a frame
};
#endif

}  // namespace

std::string_view accepted_codings() noexcept {
    return "gzip, deflate"
#ifdef CONFAB_HAVE_BROTLI
           ", br"
#endif
#ifdef CONFAB_HAVE_ZSTD
           ", zstd"
#endif
        ;
}

std::unique_ptr<ContentDecoder> ContentDecoder::create(std::string_view coding, const InflateLimits& limits) {
    if (same_name(coding, "gzip") || same_name(coding, "x-gzip") || same_name(coding, "deflate"))
        return std::make_unique<ZlibDecoder>(limits);
#ifdef CONFAB_HAVE_BROTLI
    if (same_name(coding, "br")) return std::make_unique<BrotliDecoder>(limits);
#endif
#ifdef CONFAB_HAVE_ZSTD
    if (same_name(coding, "zstd")) return std::make_unique<ZstdDecoder>(limits);
#endif
    return nullptr;
}

Error ContentDecoder::damaged() {
    return Error(Errc::protocol, "the compressed HTTP body is damaged or cut short");
}

Result<void> ContentDecoder::account(std::size_t encoded, std::size_t decoded) {
    encoded_ += encoded;
    decoded_ += decoded;
    const bool fits = decoded_ <= limits_.max_bytes;
    const bool plausible = decoded_ <= limits_.ratio_from ||
                           static_cast<double>(decoded_) <= limits_.max_ratio * static_cast<double>(encoded_);
    if (!fits || !plausible) return Error(Errc::too_large, "the decoded HTTP body exceeds the limit");
    return {};
}

}  // namespace confab::core
