#pragma once
/// The models the stand-in has, in the shape of each version of the API.

#include <span>
#include <string>
#include <string_view>

namespace confab::straico_sandbox {

enum class ModelType { chat, image, video, audio };

struct Model {
    ModelType type;
    std::string_view id;
    std::string_view name;
    double coins;  ///< chat and audio: for 100 words; image: a square one; video: one.
};

/// nullptr: no such model.
const Model* find_model(std::string_view id);
/// The `index`-th cheapest chat model: what the smart selector takes, and what replaces one that fails.
const Model& chat_model(std::size_t index);
bool is_allowed_duration(const Model& model, std::int64_t seconds);

/// Bodies of the model endpoints. `model_v2` is of one model.
std::string models_v0();
std::string models_v1();
std::string models_v2();
std::string model_v2(const Model& model);

}  // namespace confab::straico_sandbox
