#include "confab/testing/pattern.hpp"

#include <regex.h>

#include <stdexcept>

namespace confab::inline v1::testing {
namespace {

constexpr std::string_view kAnything = "...";

// The pieces between wildcards, in order: the first at the start, the last at the end.
bool matches_literal(std::string_view pattern, std::string_view text) {
    std::size_t wildcard = pattern.find(kAnything);
    if (wildcard == std::string_view::npos) return pattern == text;
    if (!text.starts_with(pattern.substr(0, wildcard))) return false;
    text.remove_prefix(wildcard);
    for (;;) {
        pattern.remove_prefix(wildcard + kAnything.size());
        wildcard = pattern.find(kAnything);
        const std::string_view piece = pattern.substr(0, wildcard);
        if (wildcard == std::string_view::npos) return text.ends_with(piece);
        const std::size_t found = text.find(piece);
        if (found == std::string_view::npos) return false;
        text.remove_prefix(found + piece.size());
    }
}

}  // namespace

// The C library's: unlike std::regex it does not overflow the stack on a long text.
struct Pattern::Compiled {
    explicit Compiled(const std::string& expression) {
        const int code = ::regcomp(&regex, expression.c_str(), REG_EXTENDED | REG_NOSUB);
        if (code == 0) return;
        char why[128];
        ::regerror(code, &regex, why, sizeof why);
        throw std::invalid_argument("the regular expression /" + expression + "/: " + why);
    }
    ~Compiled() { ::regfree(&regex); }
    Compiled(const Compiled&) = delete;
    Compiled& operator=(const Compiled&) = delete;
    regex_t regex;
};

Pattern::Pattern(std::string text) : text_(std::move(text)) {}

Pattern Pattern::regex(std::string expression) {
    auto compiled = std::make_shared<const Compiled>(expression);
    Pattern pattern("/" + expression + "/");
    pattern.compiled_ = std::move(compiled);
    return pattern;
}

bool Pattern::matches(std::string_view text) const {
    if (!compiled_) return matches_literal(text_, text);
    return ::regexec(&compiled_->regex, std::string(text).c_str(), 0, nullptr, 0) == 0;
}

}  // namespace confab::inline v1::testing
