#pragma once
/// Elements to Discord's message markup. Text is escaped so that it reads exactly as it is: it cannot format,
/// mention or link by accident.

#include <string>
#include <string_view>
#include <vector>

#include "confab/message.hpp"

namespace confab::discord {

struct Content {
    std::string text;
    std::vector<std::string> pinged;  ///< User ids of the mention elements.
};

Content encode(const Message& message);

/// Code points one element takes at most in a content, whatever stands beside it.
std::size_t encoded_length(const Element& element);

/// What Discord counts the length of a content in.
std::size_t count_code_points(std::string_view text);

/// Plain text with every mark of Discord's markup made literal, except inside addresses.
std::string escape_text(std::string_view text, bool at_line_start);

}  // namespace confab::discord
