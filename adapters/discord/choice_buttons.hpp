#pragma once
/// Choices as buttons below a message, and back from a press to the chosen text. Nothing is remembered: a
/// button carries what it says, so that it works after a restart, too.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace confab::discord {

inline constexpr std::size_t kMaxButtons = 25;  ///< Five rows of five.

/// JSON of the `components` of a message. At most `kMaxButtons` choices, none of them blank.
std::string choice_components(const std::vector<std::string>& choices);

/// What the button with this `custom_id` says: the choice, or its number where the choice was too long to be
/// carried. nullopt: not one of ours.
std::optional<std::string> chosen_text(std::string_view custom_id);

}  // namespace confab::discord
