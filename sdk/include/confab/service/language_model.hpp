#pragma once
/// Service: a model that continues a conversation, whoever provides it.

#include <string>
#include <vector>

#include "confab/abi.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

enum class Role : std::uint8_t { system, user, assistant };

class Turn {
public:
    Turn(Role role_in, std::string text_in) : role(role_in), text(std::move(text_in)) {}
    Role role;
    std::string text;
};

class Completion {
public:
    std::string text;
    std::string model;
    double cost = 0;  ///< In the provider's unit (Straico: coins).
};

class CONFAB_API LanguageModel {
public:
    static constexpr const char* kServiceId = "confab.language_model/1";
    virtual ~LanguageModel();
    /// `model` may be empty: the provider's default.
    virtual Task<Result<Completion>> complete(std::string model, std::vector<Turn> conversation) = 0;
};

}  // namespace confab::inline v1
