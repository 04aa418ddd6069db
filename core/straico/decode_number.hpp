#pragma once

#include <charconv>
#include <cmath>

#include "confab/json.hpp"

namespace confab::core::straico {

/// A non-negative amount of coins or words, written as a number or as text; 0 for anything else.
inline double amount(json::Value value) {
    double number = value.number();
    if (value.is_string()) {
        const std::string_view text = value.string();
        std::from_chars(text.data(), text.data() + text.size(), number);
    }
    return std::isfinite(number) && number > 0 ? number : 0;
}

}  // namespace confab::core::straico
