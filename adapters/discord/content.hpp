#pragma once
/// Discord's message markup to elements.

#include <functional>
#include <string>
#include <string_view>

#include "confab/message.hpp"

namespace confab::discord {

/// How ids in a text read; an empty answer means unknown.
struct ContentNames {
    std::function<std::string(std::string_view id)> user;
    std::function<std::string(std::string_view id)> channel;
};

/// Parses message content: styles, code, quotes, links, mentions, custom emoji. What is not markup stays
/// text. Emphasis needs word boundaries, so that "2*3*4" and "snake_case_name" survive as typed.
Message parse_content(std::string_view content, const ContentNames& names);

}  // namespace confab::discord
