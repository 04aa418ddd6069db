// Bytes from a shared cache, as they are and with the checksum put right: else nothing would get past it.

#include "core/http/stored_answer.hpp"

#include <zlib.h>

#include "tests/fuzz/core/fuzz.hpp"

namespace {

using namespace confab;
using namespace confab::fuzz;
using core::StoredAnswer;

bool same(const StoredAnswer& a, const StoredAnswer& b) {
    return a.response.status == b.response.status &&
           a.response.headers.fields() == b.response.headers.fields() && a.response.body == b.response.body &&
           a.stored_at == b.stored_at && a.fresh_for == b.fresh_for &&
           a.stale_while_revalidate == b.stale_while_revalidate && a.stale_if_error == b.stale_if_error &&
           a.vary == b.vary;
}

void check(std::string_view bytes) {
    const Result<StoredAnswer> answer = core::decode_stored_answer(bytes);
    if (!answer) return;
    std::size_t total = answer->response.body.size();
    for (const auto& [name, value] : answer->response.headers.fields()) {
        require(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
        total += name.size() + value.size();
    }
    require(total <= core::kMaxStoredAnswer);
    // The cache adds these up.
    const auto last =
        answer->stored_at + answer->fresh_for + answer->stale_while_revalidate + answer->stale_if_error;
    require(last >= answer->stored_at);
    const Result<std::string> encoded = core::encode(*answer);
    require(encoded.has_value());
    const Result<StoredAnswer> again = core::decode_stored_answer(*encoded);
    require(again.has_value() && same(*again, *answer));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view all(reinterpret_cast<const char*>(data), size);
    check(all);
    constexpr std::size_t kHead = 8;  // magic and checksum
    if (all.size() < kHead) return 0;
    const auto sum = ::crc32(0, data + kHead, static_cast<uInt>(size - kHead));
    std::string mended = "CFA\x01";
    for (unsigned shift = 0; shift < 32; shift += 8) mended += static_cast<char>(sum >> shift & 0xff);
    check(mended.append(all.substr(kHead)));
    return 0;
}
