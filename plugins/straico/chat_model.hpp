#pragma once

#include <cstdint>
#include <string>

#include "confab/service/language_model.hpp"
#include "confab/service/straico.hpp"

namespace confab::straico_chat {

class Settings {
public:
    std::string model;  ///< When the caller names none.
    std::int64_t max_tokens = 1000;
    double temperature = 0.7;
};

/// A LanguageModel of Straico's chat models. An answer without text is an error: the caller has nothing to
/// say then.
class ChatModel final : public LanguageModel {
public:
    /// `straico` must outlive it.
    ChatModel(Straico& straico, Settings settings) : straico_(straico), settings_(std::move(settings)) {}

    Task<Result<Completion>> complete(CompletionRequest request) override;

private:
    Straico& straico_;
    Settings settings_;
};

}  // namespace confab::straico_chat
