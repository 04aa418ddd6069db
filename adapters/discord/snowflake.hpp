#pragma once
/// Discord ids: decimal 64-bit numbers as text, with their time of birth inside (Discord documentation,
/// "Snowflakes").

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <string_view>

#include "confab/task.hpp"

namespace confab::discord {

/// What may stand in a path or a mention: digits only, so nothing can be smuggled in.
inline bool is_snowflake(std::string_view text) {
    return !text.empty() && text.size() <= 20 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

inline WallTime time_of_snowflake(std::string_view id) {
    constexpr std::uint64_t kEpoch = 1'420'070'400'000;  // 2015-01-01, in milliseconds
    std::uint64_t number = 0;
    std::from_chars(id.data(), id.data() + id.size(), number);
    return WallTime(std::chrono::milliseconds((number >> 22) + kEpoch));
}

}  // namespace confab::discord
