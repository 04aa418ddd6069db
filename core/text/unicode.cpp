#include "core/text/unicode.hpp"

#include <unicode/usprep.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "core/text/graphemes.hpp"

namespace confab::core {
namespace {

constexpr std::size_t kMaxPassword = 4096;

std::optional<std::string> to_utf8(const std::vector<UChar>& text) {
    std::string out(text.size() * 3, '\0');  // a UTF-16 unit takes three bytes at most
    int32_t length = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strToUTF8(out.data(), static_cast<int32_t>(out.size()), &length, text.data(),
                static_cast<int32_t>(text.size()), &status);
    if (U_FAILURE(status)) return std::nullopt;
    out.resize(static_cast<std::size_t>(length));
    return out;
}

}  // namespace

std::size_t CoreUnicode::next_grapheme(std::string_view text, std::size_t at) const {
    return core::next_grapheme(text, at);
}

std::optional<std::string> CoreUnicode::saslprep(std::string_view text) const {
    const bool simple = std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
    if (simple) return std::string(text);  // nothing in printable ASCII is mapped or prohibited
    if (text.size() > kMaxPassword) return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    std::vector<UChar> wide(text.size());
    int32_t length = 0;
    u_strFromUTF8(wide.data(), static_cast<int32_t>(wide.size()), &length, text.data(),
                  static_cast<int32_t>(text.size()), &status);
    if (U_FAILURE(status)) return std::nullopt;
    const std::unique_ptr<UStringPrepProfile, decltype(&usprep_close)> profile(
        usprep_openByType(USPREP_RFC4013_SASLPREP, &status), &usprep_close);
    if (U_FAILURE(status)) return std::nullopt;
    std::vector<UChar> prepared(wide.size() * 4 + 16);  // NFKC can lengthen; what needs more is no password
    const int32_t size =
        usprep_prepare(profile.get(), wide.data(), length, prepared.data(),
                       static_cast<int32_t>(prepared.size()), USPREP_DEFAULT, nullptr, &status);
    if (U_FAILURE(status)) return std::nullopt;
    prepared.resize(static_cast<std::size_t>(size));
    return to_utf8(prepared);
}

}  // namespace confab::core
