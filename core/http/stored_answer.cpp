#include "core/http/stored_answer.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <type_traits>

namespace confab::core {
namespace {

// magic and version | CRC-32 of all that follows | stored_at | fresh_for | stale_while_revalidate |
// stale_if_error | status | coding | fields | vary | size of the body | size as stored | body.
// Numbers are little-endian; fields are a count and pairs of length-prefixed texts.
constexpr std::string_view kMagic = "CFA\x01";
constexpr std::string_view kFamily = "CFA";
constexpr std::size_t kHead = 8;
constexpr std::size_t kCompressFrom = 1024;
constexpr int kLevel = 2;  // of zlib, which every build has
constexpr std::size_t kMostFields = 1024;
// Until the year 2200 and for 30 years: their sum still fits into the clock's nanoseconds.
constexpr std::int64_t kLatest = 7'258'118'400'000;
constexpr std::int64_t kLongest = 946'080'000'000;

enum class Coding : std::uint8_t { none = 0, zlib = 1 };
using Fields = std::vector<std::pair<std::string, std::string>>;

template <class T>
void put(std::string& out, T number) {
    auto bits = static_cast<std::make_unsigned_t<T>>(number);
    for (std::size_t i = 0; i < sizeof(T); ++i, bits = static_cast<decltype(bits)>(bits >> 4 >> 4))
        out += static_cast<char>(bits & 0xff);
}

void put_text(std::string& out, std::string_view text) {
    put(out, static_cast<std::uint32_t>(text.size()));
    out += text;
}

void put_fields(std::string& out, const Fields& fields) {
    put(out, static_cast<std::uint16_t>(fields.size()));
    for (const auto& [name, value] : fields) {
        put_text(out, name);
        put_text(out, value);
    }
}

/// Takes numbers and texts off the front; once something is missing, all the rest is.
class Reader {
public:
    explicit Reader(std::string_view bytes) : rest_(bytes) {}

    template <class T>
    T number() {
        const std::string_view bytes = take(sizeof(T));
        std::make_unsigned_t<T> bits = 0;
        for (std::size_t i = bytes.size(); i-- > 0;)
            bits = static_cast<decltype(bits)>(bits << 4 << 4 | static_cast<unsigned char>(bytes[i]));
        return static_cast<T>(bits);
    }
    std::string_view text() { return take(number<std::uint32_t>()); }
    std::string_view take(std::size_t size) {
        if (size > rest_.size()) ok_ = false;
        if (!ok_) return {};
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }
    bool ok() const noexcept { return ok_; }
    bool at_end() const noexcept { return ok_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool ok_ = true;
};

std::uint32_t checksum(std::string_view bytes) {
    return static_cast<std::uint32_t>(
        ::crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

Error damaged() {
    return Error(Errc::protocol, "a stored answer is damaged");
}

Error too_large() {
    return Error(Errc::too_large, "the answer is too large to be shared");
}

// A field ends up in requests (If-None-Match) and in plugins: whoever can write into the cache must not be
// able to write header lines.
bool is_plain(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

bool are_plain(const Fields& fields) {
    return fields.size() <= kMostFields && std::all_of(fields.begin(), fields.end(), [](const auto& field) {
               return !field.first.empty() && is_plain(field.first) && is_plain(field.second);
           });
}

std::size_t size_of(const Fields& fields) {
    std::size_t size = 0;
    for (const auto& [name, value] : fields) size += name.size() + value.size();
    return size;
}

std::string deflated(std::string_view body) {
    std::string out(::compressBound(static_cast<uLong>(body.size())), '\0');
    uLongf size = static_cast<uLongf>(out.size());
    const int status =
        ::compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(body.data()),
                    static_cast<uLong>(body.size()), kLevel);
    out.resize(status == Z_OK ? size : 0);
    return out;
}

/// `size` was checked against the limit; more than that is never written.
bool inflate_to(std::string_view stored, std::size_t size, std::string& body) {
    body.assign(size, '\0');
    uLongf written = static_cast<uLongf>(size);
    uLong consumed = static_cast<uLong>(stored.size());
    const int status = ::uncompress2(reinterpret_cast<Bytef*>(body.data()), &written,
                                     reinterpret_cast<const Bytef*>(stored.data()), &consumed);
    return status == Z_OK && written == size && consumed == stored.size();
}

std::int64_t clamped(Duration span) {
    return std::clamp<std::int64_t>(span.count(), 0, kLongest);
}

bool read_fields(Reader& in, std::size_t& budget, Fields& out) {
    const std::size_t count = in.number<std::uint16_t>();
    if (count > kMostFields) return false;
    for (std::size_t i = 0; i < count && in.ok(); ++i) {
        const std::string_view name = in.text();
        const std::string_view value = in.text();
        if (name.size() + value.size() > budget) return false;
        budget -= name.size() + value.size();
        out.emplace_back(name, value);
    }
    return in.ok() && are_plain(out);
}

}  // namespace

Result<std::string> encode(const StoredAnswer& answer) {
    const HttpResponse& response = answer.response;
    const std::int64_t stored_at =
        std::chrono::duration_cast<Duration>(answer.stored_at.time_since_epoch()).count();
    if (response.status < 100 || response.status > 999 || stored_at < 0 || stored_at > kLatest ||
        !are_plain(response.headers.fields()) || !are_plain(answer.vary))
        return Error(Errc::invalid_argument, "the answer cannot be stored");
    if (response.body.size() + size_of(response.headers.fields()) + size_of(answer.vary) > kMaxStoredAnswer)
        return too_large();

    std::string stored;
    if (response.body.size() >= kCompressFrom) stored = deflated(response.body);
    const bool compressed = !stored.empty() && stored.size() < response.body.size();

    std::string payload;
    put(payload, stored_at);
    put(payload, clamped(answer.fresh_for));
    put(payload, clamped(answer.stale_while_revalidate));
    put(payload, clamped(answer.stale_if_error));
    put(payload, static_cast<std::uint16_t>(response.status));
    put(payload, static_cast<std::uint8_t>(compressed ? Coding::zlib : Coding::none));
    put_fields(payload, response.headers.fields());
    put_fields(payload, answer.vary);
    put(payload, static_cast<std::uint32_t>(response.body.size()));
    put_text(payload, compressed ? stored : response.body);

    std::string out(kMagic);
    put(out, checksum(payload));
    out += payload;
    return out;
}

Result<StoredAnswer> decode_stored_answer(std::string_view bytes) {
    if (!bytes.starts_with(kFamily) || bytes.size() < kHead) return damaged();
    if (!bytes.starts_with(kMagic))
        return Error(Errc::unsupported, "an answer stored by another version of this program");
    // Uncompressed and with the longest bookkeeping it is not larger than this.
    if (bytes.size() > kMaxStoredAnswer + kMostFields * 2 * 8 + 1024) return too_large();
    Reader in(bytes.substr(kMagic.size()));
    const auto sum = in.number<std::uint32_t>();
    if (sum != checksum(bytes.substr(kHead))) return damaged();

    const std::int64_t stored_at = in.number<std::int64_t>();
    const std::int64_t fresh_for = in.number<std::int64_t>();
    const std::int64_t stale_while_revalidate = in.number<std::int64_t>();
    const std::int64_t stale_if_error = in.number<std::int64_t>();
    const int status = in.number<std::uint16_t>();
    const auto coding = static_cast<Coding>(in.number<std::uint8_t>());
    const auto sensible = [](std::int64_t span) {
        return span >= 0 && span <= kLongest;
    };
    if (!in.ok() || stored_at < 0 || stored_at > kLatest || !sensible(fresh_for) ||
        !sensible(stale_while_revalidate) || !sensible(stale_if_error) || status < 100 || status > 999)
        return damaged();

    std::size_t budget = kMaxStoredAnswer;
    StoredAnswer answer;
    Fields headers;
    if (!read_fields(in, budget, headers) || !read_fields(in, budget, answer.vary)) return damaged();
    const std::size_t size = in.number<std::uint32_t>();
    const std::string_view stored = in.text();
    if (!in.at_end()) return damaged();
    if (size > budget) return too_large();
    HttpResponse& response = answer.response;
    if (coding == Coding::zlib) {
        if (!inflate_to(stored, size, response.body)) return damaged();
    } else if (coding == Coding::none && stored.size() == size) {
        response.body = stored;
    } else {
        return damaged();
    }
    response.status = status;
    for (auto& [name, value] : headers) response.headers.add(std::move(name), std::move(value));
    answer.stored_at = WallTime(Duration(stored_at));
    answer.fresh_for = Duration(fresh_for);
    answer.stale_while_revalidate = Duration(stale_while_revalidate);
    answer.stale_if_error = Duration(stale_if_error);
    return answer;
}

}  // namespace confab::core
