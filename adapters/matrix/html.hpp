#pragma once
/// The HTML of `formatted_body` (client-server API, "m.room.message msgtypes"), both ways.

#include <string>
#include <string_view>
#include <vector>

#include "confab/message.hpp"

namespace confab::matrix {

/// Reads org.matrix.custom.html into elements. Tolerant: unknown tags are skipped and their text kept,
/// scripts and the old reply fallback (`mx-reply`) are dropped, broken markup never fails. Work and memory
/// are linear in the input.
std::vector<Element> from_html(std::string_view html);

/// Escapes text for use in HTML, in attributes too. `line_break` is what "\n" becomes.
void append_escaped(std::string& out, std::string_view text, std::string_view line_break = "<br>");

/// What a matrix.to or `matrix:` address names first: "@alice:example.org", "#room:example.org", "!id", or
/// empty.
std::string linked_id(std::string_view url);

/// The person a matrix.to or `matrix:` address points at ("@alice:example.org"), or empty.
std::string mentioned_user(std::string_view url);

/// Addresses the specification allows as link targets.
bool is_safe_link(std::string_view url);

}  // namespace confab::matrix
