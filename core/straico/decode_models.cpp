#include <algorithm>

#include "confab/json.hpp"
#include "core/straico/decode.hpp"
#include "core/straico/decode_error.hpp"
#include "core/straico/decode_number.hpp"

namespace confab::core::straico {
namespace {

constexpr std::size_t kMaxNames = 64;  // of each list within a model

// "Image input" and "image_input" are the same feature, depending on the version of the API.
std::string feature_name(std::string_view text) {
    std::string name(text);
    for (char& c : name) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        if (c == ' ' || c == '-') c = '_';
    }
    return name;
}

double price_per_100_words(json::Value pricing) {
    const double words = amount(pricing["words"]);
    if (words > 0) return amount(pricing["coins"]) * 100 / words;
    return amount(pricing["per_word_cost"]) * 100;
}

void read_names(json::Value list, std::vector<std::string>& names) {
    for (const json::Value item : list.items())
        if (item.is_string() && names.size() < kMaxNames) names.emplace_back(item.string());
}

// By format (images), or one for all of them.
void read_image_prices(json::Value pricing, bool is_image, StraicoModel& model) {
    for (std::size_t i = 0; pricing.is_object() && i < pricing.size() && i < kMaxNames; ++i) {
        const json::Value entry = pricing.value_at(i);
        if (!entry.has("coins")) continue;
        StraicoImagePrice price;
        price.format = pricing.key_at(i);
        price.size = entry["size"].string();
        price.coins = amount(entry["coins"]);
        model.image_prices.push_back(std::move(price));
    }
    if (!is_image || !model.image_prices.empty() || !pricing.has("coins")) return;
    StraicoImagePrice price;
    price.size = pricing["size"].string();
    price.coins = amount(pricing["coins"]);
    model.image_prices.push_back(std::move(price));
}

void read_durations(json::Value list, StraicoModel& model) {
    for (const json::Value item : list.items()) {
        const auto seconds = static_cast<std::int64_t>(std::min(amount(item), 1e6));
        if (seconds > 0 && model.durations.size() < kMaxNames) model.durations.push_back(seconds);
    }
}

StraicoModel read_model(json::Value item, std::string_view type) {
    const json::Value pricing = item["pricing"];
    const json::Value metadata = item["metadata"];
    StraicoModel model;
    model.id = item["id"].string(item["model"].string());
    model.name = item["name"].string(model.id);
    model.type = item["model_type"].string(type);
    model.provider = item["owned_by"].string(item["provider"].string());
    model.coins_per_100_words = price_per_100_words(pricing);
    model.base_coins = amount(pricing["base_cost"]);
    read_image_prices(pricing, model.type == "image", model);
    read_durations(item.has("allowed_durations") ? item["allowed_durations"] : metadata["allowed_durations"],
                   model);
    model.word_limit = item["word_limit"].integer();
    model.max_output = item["max_output"].integer();
    for (const json::Value feature : metadata["features"].items())
        if (feature.is_string() && model.features.size() < kMaxNames)
            model.features.push_back(feature_name(feature.string()));
    read_names(metadata["applications"], model.applications);
    read_names(metadata["capabilities"], model.capabilities);
    model.editors_choice = metadata["editors_choice_level"].integer(-1);
    model.icon_url = metadata["icon"].string();
    return model;
}

void collect(json::Value list, std::string_view type, std::vector<StraicoModel>& models) {
    for (const json::Value item : list.items()) {
        if (item.is_array()) {
            collect(item, type, models);  // v1 wraps its images twice
        } else if (StraicoModel model = read_model(item, type); !model.id.empty()) {
            models.push_back(std::move(model));
        }
    }
}

}  // namespace

Result<std::vector<StraicoModel>> decode_models(HttpResponse response) {
    const Result<json::Document> document = open_reply(response, "models");
    if (!document) return document.error();
    const json::Value root = document->root();
    const json::Value data = root["data"] ? root["data"] : root;
    std::vector<StraicoModel> models;
    collect(data, "chat", models);
    bool any_list = data.is_array();
    for (std::size_t i = 0; data.is_object() && i < data.size(); ++i) {
        const std::string_view key = data.key_at(i);
        collect(data.value_at(i), key == "data" ? "chat" : key, models);
        any_list = any_list || data.value_at(i).is_array();
    }
    if (!any_list) return unreadable("models", "no list in the answer");
    return models;
}

Result<StraicoModel> decode_model(HttpResponse response) {
    const Result<json::Document> document = open_reply(response, "model");
    if (!document) return document.error();
    const json::Value root = document->root();
    json::Value item = root["data"] ? root["data"] : root;
    if (item.is_array()) item = item.at(0);
    StraicoModel model = read_model(item, "chat");
    if (model.id.empty()) return unreadable("model", "no model in the answer");
    return model;
}

}  // namespace confab::core::straico
