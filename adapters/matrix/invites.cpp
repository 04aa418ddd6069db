#include "invites.hpp"

#include <algorithm>

namespace confab::matrix {

// Backtracks to the last star only, so the time is bounded by the product of both lengths.
bool glob_match(std::string_view pattern, std::string_view text) {
    std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

bool InvitePolicy::accepts(std::string_view inviter) const {
    return std::any_of(allowed_.begin(), allowed_.end(),
                       [inviter](const std::string& pattern) { return glob_match(pattern, inviter); });
}

}  // namespace confab::matrix
