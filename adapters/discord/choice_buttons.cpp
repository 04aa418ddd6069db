#include "choice_buttons.hpp"

#include "command_text.hpp"
#include "confab/json.hpp"
#include "encode.hpp"

namespace confab::discord {
namespace {

constexpr std::string_view kMark = "choice:";
constexpr std::size_t kMaxCustomId = 100;
constexpr std::size_t kMaxLabel = 80;
constexpr std::size_t kRow = 5;

enum Component { kActionRow = 1, kButton = 2 };
constexpr int kSecondary = 2;  // grey: no choice looks better than another

/// "choice:3:blue"; the number keeps equal choices apart, as Discord demands.
std::string custom_id(std::size_t number, const std::string& choice) {
    const std::string numbered = std::string(kMark) + std::to_string(number) + ":";
    std::string whole = numbered + choice;
    return count_code_points(whole) <= kMaxCustomId ? whole : numbered;
}

}  // namespace

std::string choice_components(const std::vector<std::string>& choices) {
    json::Writer out;
    out.begin_array();
    for (std::size_t i = 0; i < choices.size(); ++i) {
        if (i % kRow == 0) out.begin_object().field("type", int{kActionRow}).key("components").begin_array();
        out.begin_object().field("type", int{kButton}).field("style", kSecondary);
        out.field("label", one_line(choices[i], kMaxLabel, std::to_string(i + 1)));
        out.field("custom_id", custom_id(i + 1, choices[i])).end_object();
        if (i % kRow == kRow - 1 || i + 1 == choices.size()) out.end_array().end_object();
    }
    out.end_array();
    return std::move(out).str();
}

std::optional<std::string> chosen_text(std::string_view custom_id) {
    if (!custom_id.starts_with(kMark)) return {};
    custom_id.remove_prefix(kMark.size());
    const std::size_t colon = custom_id.find(':');
    if (colon == std::string_view::npos || colon == 0) return {};
    const std::string_view text = custom_id.substr(colon + 1);
    return std::string(text.empty() ? custom_id.substr(0, colon) : text);
}

}  // namespace confab::discord
