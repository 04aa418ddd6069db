#include "core/config/problem.hpp"

#include <algorithm>

#include "core/text/closest.hpp"

namespace confab::core {
std::vector<std::string> Problems::lines() const {
    std::vector<Problem> sorted = problems_;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Problem& a, const Problem& b) {
        return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
    });
    std::vector<std::string> lines;
    for (const Problem& problem : sorted) {
        std::string where = file_;
        if (problem.place.line > 0)
            where += ":" + std::to_string(problem.place.line) + ":" + std::to_string(problem.place.column);
        lines.push_back(where + ": " + problem.text);
    }
    return lines;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
    const std::string* best = closest(word, candidates);
    return best ? " (did you mean `" + *best + "`?)" : std::string();
}

}  // namespace confab::core
