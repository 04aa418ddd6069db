#include "core/straico/sandbox/catalogue.hpp"

#include <array>
#include <cstdint>

#include "confab/json.hpp"

namespace confab::straico_sandbox {
namespace {

constexpr std::array kModels = {
    Model{ModelType::chat, "openai/gpt-4o-mini", "OpenAI: GPT-4o mini", 0.4},
    Model{ModelType::chat, "o3-2025-04-16", "OpenAI: o3", 5},
    Model{ModelType::chat, "anthropic/claude-3.7-sonnet:thinking", "Anthropic: Claude 3.7 Sonnet (thinking)",
          8},
    Model{ModelType::chat, "anthropic/claude-sonnet-4.5", "Anthropic: Claude Sonnet 4.5", 10},
    Model{ModelType::image, "openai/dall-e-3", "OpenAI: Dall-E 3", 90},
    Model{ModelType::image, "fal-ai/nano-banana", "Nano Banana", 60},
    Model{ModelType::video, "fal-ai/veo2/image-to-video", "Veo 2", 300},
    Model{ModelType::video, "gen4_turbo", "Runway Gen-4 Turbo", 200},
    Model{ModelType::audio, "tts-1", "OpenAI: TTS", 2},
    Model{ModelType::audio, "eleven_multilingual_v2", "ElevenLabs: Multilingual v2", 4},
};
constexpr std::size_t kChatModels = 4;  // the first ones, the cheapest first
constexpr std::array<std::int64_t, 2> kDurations = {5, 10};
constexpr std::array<const char*, 4> kTypes = {"chat", "image", "video", "audio"};

void write_image_price(json::Writer& writer, const char* format, double coins, const char* size) {
    writer.key(format).begin_object().field("coins", coins).field("size", size).end_object();
}

void write_pricing(json::Writer& writer, const Model& model) {
    writer.key("pricing").begin_object();
    if (model.type == ModelType::image) {
        write_image_price(writer, "square", model.coins, "1024x1024");
        write_image_price(writer, "landscape", model.coins + 30, "1792x1024");
        write_image_price(writer, "portrait", model.coins + 30, "1024x1792");
    } else if (model.type == ModelType::audio) {
        writer.field("base_cost", 1).field("per_word_cost", model.coins / 100);
    } else {
        writer.field("coins", model.coins);
        if (model.type == ModelType::chat) writer.field("words", 100);
    }
    writer.end_object();
}

void write_model(json::Writer& writer, const Model& model) {
    writer.field("name", model.name);
    write_pricing(writer, model);
    if (model.type == ModelType::chat) {
        writer.field("word_limit", 90'000).field("max_output", 16'000);
        writer.key("metadata").begin_object().field("editors_choice_level", -1);
        writer.key("features").begin_array().value("Image input").end_array().end_object();
    }
    if (model.type == ModelType::video) {
        writer.key("allowed_durations").begin_array();
        for (const std::int64_t seconds : kDurations) writer.value(seconds);
        writer.end_array();
    }
}

void write_by_type(json::Writer& writer, ModelType type) {
    writer.key(kTypes[static_cast<std::size_t>(type)]).begin_array();
    // The real service wraps its images in an array of one array.
    if (type == ModelType::image) writer.begin_array();
    for (const Model& model : kModels) {
        if (model.type != type) continue;
        writer.begin_object().field("model", model.id);
        write_model(writer, model);
        writer.end_object();
    }
    if (type == ModelType::image) writer.end_array();
    writer.end_array();
}

void write_v2(json::Writer& writer, const Model& model) {
    writer.begin_object().field("id", model.id).field("object", "model");
    writer.field("model_type", kTypes[static_cast<std::size_t>(model.type)]);
    writer.field("owned_by", model.id.substr(0, model.id.find('/')));
    write_model(writer, model);
    writer.end_object();
}

}  // namespace

const Model* find_model(std::string_view id) {
    for (const Model& model : kModels)
        if (model.id == id) return &model;
    return nullptr;
}

const Model& chat_model(std::size_t index) {
    return kModels.at(index % kChatModels);
}

bool is_allowed_duration(const Model& model, std::int64_t seconds) {
    if (model.type != ModelType::video) return false;
    for (const std::int64_t allowed : kDurations)
        if (seconds == allowed) return true;
    return false;
}

std::string models_v0() {
    json::Writer writer;
    writer.begin_object().key("data").begin_array();
    for (const Model& model : kModels) {
        if (model.type != ModelType::chat) continue;
        writer.begin_object().field("model", model.id);
        write_model(writer, model);
        writer.end_object();
    }
    writer.end_array().field("success", true);
    return std::move(writer.end_object()).str();
}

std::string models_v1() {
    json::Writer writer;
    writer.begin_object().key("data").begin_object();
    for (const ModelType type : {ModelType::chat, ModelType::image, ModelType::video, ModelType::audio})
        write_by_type(writer, type);
    writer.end_object().field("success", true);
    return std::move(writer.end_object()).str();
}

std::string models_v2() {
    json::Writer writer;
    writer.begin_object().key("data").begin_array();
    for (const Model& model : kModels) write_v2(writer, model);
    writer.end_array().field("success", true);
    return std::move(writer.end_object()).str();
}

std::string model_v2(const Model& model) {
    json::Writer writer;
    writer.begin_object().key("data");
    write_v2(writer, model);
    return std::move(writer.end_object()).str();
}

}  // namespace confab::straico_sandbox
