#include "core/straico/sandbox/account.hpp"

#include <array>

#include "confab/json.hpp"

namespace confab::straico_sandbox {
namespace {

constexpr std::array kModels = {
    Model{"openai/gpt-4o-mini", "OpenAI: GPT-4o mini", 0.4},
    Model{"anthropic/claude-sonnet-4.5", "Anthropic: Claude Sonnet 4.5", 10},
    Model{"anthropic/claude-3.7-sonnet:thinking", "Anthropic: Claude 3.7 Sonnet (thinking)", 8},
    Model{"o3-2025-04-16", "OpenAI: o3", 5},
};

void write_common(json::Writer& writer, const Model& model) {
    writer.field("name", model.name).field("word_limit", 90'000).field("max_output", 16'000);
    writer.key("pricing")
        .begin_object()
        .field("coins", model.coins_per_100_words)
        .field("words", 100)
        .end_object();
    writer.key("metadata").begin_object().field("editors_choice_level", -1);
    writer.key("features").begin_array().value("Image input").end_array().end_object();
}

}  // namespace

const Model* find_model(std::string_view id) {
    for (const Model& model : kModels)
        if (model.id == id) return &model;
    return nullptr;
}

std::string models_v0() {
    json::Writer writer;
    writer.begin_object().key("data").begin_array();
    for (const Model& model : kModels) {
        writer.begin_object().field("model", model.id);
        write_common(writer, model);
        writer.end_object();
    }
    writer.end_array().field("success", true);
    return std::move(writer.end_object()).str();
}

std::string models_v1() {
    json::Writer writer;
    writer.begin_object().key("data").begin_object().key("chat").begin_array();
    for (const Model& model : kModels) {
        writer.begin_object().field("model", model.id);
        write_common(writer, model);
        writer.end_object();
    }
    // The real service wraps its images in an array of one array.
    writer.end_array().key("image").begin_array().begin_array().begin_object();
    writer.field("name", "OpenAI: Dall-E 3").field("model", "openai/dall-e-3").key("pricing").begin_object();
    writer.key("square")
        .begin_object()
        .field("coins", 90)
        .field("size", "1024x1024")
        .end_object()
        .end_object();
    writer.end_object().end_array().end_array().end_object().field("success", true);
    return std::move(writer.end_object()).str();
}

std::string models_v2() {
    json::Writer writer;
    writer.begin_object().key("data").begin_array();
    for (const Model& model : kModels) {
        writer.begin_object().field("id", model.id).field("object", "model").field("model_type", "chat");
        write_common(writer, model);
        writer.end_object();
    }
    writer.end_array().field("success", true);
    return std::move(writer.end_object()).str();
}

bool Account::spend(double coins) {
    if (coins > coins_) return false;
    coins_ -= coins;
    return true;
}

std::string Account::user_body() const {
    json::Writer writer;
    writer.begin_object().key("data").begin_object();
    writer.field("first_name", "Sandy")
        .field("last_name", "Box")
        .field("coins", coins_)
        .field("plan", "Loopback");
    writer.end_object().field("success", true);
    return std::move(writer.end_object()).str();
}

}  // namespace confab::straico_sandbox
