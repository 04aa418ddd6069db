#include "confab/testing/pattern.hpp"

#include <regex.h>

#include <stdexcept>

#include "core/text/wildcard.hpp"

namespace confab::inline v1::testing {
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
    if (!compiled_) return core::matches_wildcards(text_, text);
    return ::regexec(&compiled_->regex, std::string(text).c_str(), 0, nullptr, 0) == 0;
}

}  // namespace confab::inline v1::testing
