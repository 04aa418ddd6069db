#include "core/straico/sandbox/fields.hpp"

#include <algorithm>

namespace confab::straico_sandbox {
namespace {

bool is_kind(json::Value value, Kind kind) {
    switch (kind) {
        case Kind::text:
            return value.is_string();
        case Kind::number:
            return value.is_number();
        case Kind::integer:
            return value.is_integer();
        case Kind::boolean:
            return value.is_bool();
        case Kind::list:
            return value.is_array();
        case Kind::object:
            return value.is_object();
        case Kind::any:
            break;
    }
    return true;
}

bool is_method(std::string_view text) {
    return text == "quality" || text == "balance" || text == "budget";
}

}  // namespace

std::string bad_fields(json::Value object, std::span<const Field> fields) {
    for (std::size_t i = 0; i < object.size(); ++i) {
        const std::string_view key = object.key_at(i);
        const auto known =
            std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return field.name == key; });
        if (known == fields.end()) return "\"" + std::string(key.substr(0, 100)) + "\" is not allowed";
        if (!is_kind(object.value_at(i), known->kind)) return std::string(key) + " has the wrong type";
    }
    for (const Field& field : fields)
        if (field.required && !object.has(field.name)) return std::string(field.name) + " is required";
    return {};
}

std::string bad_settings(json::Value root) {
    const json::Value temperature = root["temperature"];
    if (temperature && (temperature.number() < 0 || temperature.number() > 2))
        return "temperature must be between 0 and 2";
    if (root.has("max_tokens") && root["max_tokens"].integer() <= 0) return "max_tokens must be positive";
    return {};
}

std::string bad_selector(json::Value selector) {
    const std::int64_t quantity = selector["quantity"].integer();
    if (quantity < 1 || quantity > 4) return "smart_llm_selector.quantity must be 1 to 4";
    if (!is_method(selector["pricing_method"].string()))
        return "smart_llm_selector.pricing_method must be quality, balance or budget";
    return {};
}

bool is_url_list(json::Value list, std::size_t most) {
    if (list.size() > most) return false;
    for (const json::Value item : list.items())
        if (!item.string().starts_with("http")) return false;
    return true;
}

}  // namespace confab::straico_sandbox
