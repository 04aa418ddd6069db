#include "components.hpp"

#include <set>

#include "form.hpp"

namespace confab::discord_sandbox {
namespace {

constexpr std::size_t kMaxRows = 5;
constexpr std::size_t kMaxInRow = 5;
constexpr std::int64_t kRow = 1;
constexpr std::int64_t kButton = 2;
constexpr std::int64_t kLink = 5;
constexpr std::string_view kRowKeys[] = {"type", "id", "components"};
constexpr std::string_view kButtonKeys[] = {"type",  "id",  "style",    "label", "custom_id",
                                            "emoji", "url", "disabled", "sku_id"};

std::optional<Refusal> read_button(json::Value value, const std::string& at, std::set<std::string>& ids,
                                   Button& out) {
    if (value["type"].integer() != kButton)
        return form_error(at + ".type", "UNSUPPORTED", "This sandbox knows buttons only.");
    if (const std::string key = undeclared(value, kButtonKeys); !key.empty())
        return form_error(at + "." + key, "UNDECLARED", "The API does not declare this key.");
    out.style = value["style"].integer();
    if (out.style < 1 || out.style > kLink)
        return form_error(at + ".style", "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3, 4, 5}.");
    out.label = value["label"].string();
    if (out.label.empty() && !value.has("emoji"))
        return form_error(at, "BUTTON_COMPONENT_INVALID_LABEL_EMOJI", "A button needs a label or an emoji.");
    if (code_points(out.label) > 80)
        return form_error(at + ".label", "BASE_TYPE_MAX_LENGTH", "Must be 80 or fewer in length.");
    out.custom_id = value["custom_id"].string();
    out.url = value["url"].string();
    out.disabled = value["disabled"].boolean();
    if (out.style == kLink) {
        if (out.url.empty() || !out.custom_id.empty())
            return form_error(at + ".url", "BASE_TYPE_REQUIRED", "This field is required");
        return {};
    }
    if (out.custom_id.empty() || code_points(out.custom_id) > 100)
        return form_error(at + ".custom_id", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.");
    if (!ids.insert(out.custom_id).second)
        return form_error(at + ".custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED",
                          "Component custom id cannot be duplicated");
    return {};
}

}  // namespace

std::optional<Refusal> read_components(json::Value components, ButtonRows& out) {
    std::set<std::string> ids;
    if (components.size() > kMaxRows)
        return form_error("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.");
    for (const json::Value row : components.items()) {
        const std::string at = "components." + std::to_string(out.size());
        if (row["type"].integer() != kRow)
            return form_error(at + ".type", "UNION_TYPE_CHOICES", "Value of field \"type\" must be 1.");
        if (const std::string key = undeclared(row, kRowKeys); !key.empty())
            return form_error(at + "." + key, "UNDECLARED", "The API does not declare this key.");
        const json::Value buttons = row["components"];
        if (buttons.size() < 1 || buttons.size() > kMaxInRow)
            return form_error(at + ".components", "BASE_TYPE_BAD_LENGTH",
                              "Must be between 1 and 5 in length.");
        std::vector<Button>& read = out.emplace_back();
        for (const json::Value value : buttons.items()) {
            const std::string place = at + ".components." + std::to_string(read.size());
            if (auto refusal = read_button(value, place, ids, read.emplace_back())) return refusal;
        }
    }
    return {};
}

void write_components(json::Writer& out, const ButtonRows& rows) {
    int id = 0;
    out.begin_array();
    for (const std::vector<Button>& row : rows) {
        out.begin_object().field("type", kRow).field("id", ++id).key("components").begin_array();
        for (const Button& button : row) {
            out.begin_object().field("type", kButton).field("id", ++id).field("style", button.style);
            if (!button.label.empty()) out.field("label", button.label);
            if (!button.custom_id.empty()) out.field("custom_id", button.custom_id);
            if (!button.url.empty()) out.field("url", button.url);
            if (button.disabled) out.field("disabled", true);
            out.end_object();
        }
        out.end_array().end_object();
    }
    out.end_array();
}

std::string readable(const ButtonRows& rows) {
    std::string out;
    int number = 0;
    for (const std::vector<Button>& row : rows)
        for (const Button& button : row)
            out += (out.empty() ? "[" : " [") + std::to_string(++number) + " " + button.label + "]";
    return out;
}

const Button* find_button(const ButtonRows& rows, std::string_view text) {
    int number = 0;
    for (const std::vector<Button>& row : rows)
        for (const Button& button : row)
            if (std::to_string(++number) == text && !button.disabled) return &button;
    for (const std::vector<Button>& row : rows)
        for (const Button& button : row)
            if (button.label == text && !button.disabled) return &button;
    return nullptr;
}

}  // namespace confab::discord_sandbox
