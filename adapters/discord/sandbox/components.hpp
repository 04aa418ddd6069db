#pragma once
/// Rows of buttons below a message (Discord documentation, "Components"): checked, written, shown.

#include <optional>
#include <string>
#include <vector>

#include "confab/json.hpp"

namespace confab::discord_sandbox {

struct Refusal;

struct Button {
    std::string custom_id;
    std::string label;
    std::string url;  ///< Of a link, which tells the bot nothing.
    std::int64_t style = 1;
    bool disabled = false;
};
using ButtonRows = std::vector<std::vector<Button>>;

/// The `components` of a message request, or what is wrong with them.
std::optional<Refusal> read_components(json::Value components, ButtonRows& out);
void write_components(json::Writer& out, const ButtonRows& rows);
/// As a line shows them: "[1 yes] [2 no]"; empty without buttons.
std::string readable(const ButtonRows& rows);
/// The button that "2" or "no" means; nullptr: none.
const Button* find_button(const ButtonRows& rows, std::string_view text);

}  // namespace confab::discord_sandbox
