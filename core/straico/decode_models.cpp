#include "confab/json.hpp"
#include "core/straico/decode.hpp"
#include "core/straico/decode_error.hpp"
#include "core/straico/decode_number.hpp"

namespace confab::core::straico {
namespace {

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

StraicoModel decode_model(json::Value item, std::string_view type) {
    StraicoModel model;
    model.id = item["id"].string(item["model"].string());
    model.name = item["name"].string(model.id);
    model.type = item["model_type"].string(type);
    model.coins_per_100_words = price_per_100_words(item["pricing"]);
    model.word_limit = item["word_limit"].integer();
    model.max_output = item["max_output"].integer();
    for (const json::Value feature : item["metadata"]["features"].items())
        if (feature.is_string()) model.features.push_back(feature_name(feature.string()));
    return model;
}

void collect(json::Value list, std::string_view type, std::vector<StraicoModel>& models) {
    for (const json::Value item : list.items()) {
        if (item.is_array()) {
            collect(item, type, models);  // v1 wraps its images twice
        } else if (StraicoModel model = decode_model(item, type); !model.id.empty()) {
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

}  // namespace confab::core::straico
