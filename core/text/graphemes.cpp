#include "core/text/graphemes.hpp"

#include <unicode/ubrk.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>

namespace confab::core {
namespace {

// A cluster longer than this (stacked combining marks) is cut like a word: bounded work for hostile text.
constexpr std::size_t kMaxCluster = 256;

struct CloseText {
    void operator()(UText* text) const { utext_close(text); }
};
struct CloseIterator {
    void operator()(UBreakIterator* iterator) const { ubrk_close(iterator); }
};

UBreakIterator* characters() {
    thread_local const std::unique_ptr<UBreakIterator, CloseIterator> iterator = [] {
        UErrorCode status = U_ZERO_ERROR;
        return std::unique_ptr<UBreakIterator, CloseIterator>(
            ubrk_open(UBRK_CHARACTER, "", nullptr, 0, &status));
    }();
    return iterator.get();
}

UChar32 next_code_point(std::string_view text, std::size_t& at) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    auto index = static_cast<std::int32_t>(at);
    UChar32 c = 0;
    U8_NEXT(bytes, index, static_cast<std::int32_t>(text.size()), c);
    at = static_cast<std::size_t>(index);
    return c;
}

}  // namespace

std::size_t next_grapheme(std::string_view text, std::size_t at) {
    // The common case costs no ICU call: ASCII followed by ASCII is a boundary, but for CR LF.
    const auto byte = [&](std::size_t i) {
        return static_cast<unsigned char>(text[i]);
    };
    if (byte(at) < 0x80 && (at + 1 == text.size() || byte(at + 1) < 0x80))
        return at + 1 < text.size() && byte(at) == '\r' && byte(at + 1) == '\n' ? at + 2 : at + 1;

    const std::string_view window = text.substr(at, kMaxCluster);
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UText, CloseText> utext(
        utext_openUTF8(nullptr, window.data(), static_cast<std::int64_t>(window.size()), &status));
    if (U_SUCCESS(status) && characters()) {
        ubrk_setUText(characters(), utext.get(), &status);
        const std::int32_t end = ubrk_following(characters(), 0);
        if (U_SUCCESS(status) && end > 0 && static_cast<std::size_t>(end) < window.size())
            return at + static_cast<std::size_t>(end);
        if (window.size() < kMaxCluster) return text.size();
    }
    std::size_t next = at;
    next_code_point(text, next);
    return next;
}

std::size_t count_code_points(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) next_code_point(text, at);
    return count;
}

std::string clean_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        const UChar32 c = next_code_point(text, at);
        if (c < 0)
            out += "\xEF\xBF\xBD";
        else if (c == 0)
            out += ' ';
        else
            out.append(text, start, at - start);
    }
    return out;
}

}  // namespace confab::core
