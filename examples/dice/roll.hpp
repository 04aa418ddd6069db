#pragma once

#include <confab/service/random.hpp>
#include <string>

namespace dice {

inline constexpr std::int64_t kMaxSides = 1000;
inline constexpr std::int64_t kMaxCount = 20;

/// "4", or "4 + 2 = 6", or why not.
inline std::string roll(confab::Random& random, std::int64_t sides, std::int64_t count) {
    if (sides < 2 || sides > kMaxSides) return "My dice have 2 to " + std::to_string(kMaxSides) + " sides.";
    if (count < 1 || count > kMaxCount)
        return "I can roll 1 to " + std::to_string(kMaxCount) + " dice at once.";
    std::string text;
    std::int64_t sum = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        const auto face = static_cast<std::int64_t>(random.uniform() * static_cast<double>(sides)) + 1;
        text += (i == 0 ? "" : " + ") + std::to_string(face);
        sum += face;
    }
    return count == 1 ? text : text + " = " + std::to_string(sum);
}

}  // namespace dice
