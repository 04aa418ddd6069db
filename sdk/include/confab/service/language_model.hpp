#pragma once
/// Service: a model that continues a conversation, whoever provides it.

#include <cstdint>
#include <string>
#include <utility>
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

class CompletionRequest {
public:
    std::string model;  ///< Empty: the provider's default.
    std::vector<Turn> conversation;
    /// For whom, as "account/user" and "account/channel", so that a provider can book its costs; empty:
    /// nobody in particular. Never sent to the provider.
    std::string user;
    std::string channel;
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
    virtual Task<Result<Completion>> complete(CompletionRequest request) = 0;
};

}  // namespace confab::inline v1
