#pragma once
/// What a test expects a text to be.

#include <memory>
#include <string>
#include <string_view>

#include "confab/abi.hpp"

namespace confab::inline v1::testing {

/// A whole text, in which "..." stands for any text, or a regular expression.
class CONFAB_API Pattern {
public:
    Pattern(const char* text) : Pattern(std::string(text)) {}  // NOLINT: meant to convert
    Pattern(std::string text);                                 // NOLINT
    /// POSIX extended, found anywhere in the text. A malformed one throws std::invalid_argument.
    static Pattern regex(std::string expression);

    bool matches(std::string_view text) const;
    /// As it was written; a regular expression between slashes.
    const std::string& str() const noexcept { return text_; }

private:
    struct Compiled;
    std::string text_;
    std::shared_ptr<const Compiled> compiled_;  // shared by copies; null for a literal
};

/// `expect_reply(matches("^[0-9]+$"))`.
inline Pattern matches(std::string expression) {
    return Pattern::regex(std::move(expression));
}

}  // namespace confab::inline v1::testing
