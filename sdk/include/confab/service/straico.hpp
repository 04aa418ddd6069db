#pragma once
/// Service: the Straico API, typed. One instance serves every plugin; paid calls are never repeated once they
/// may have been received.

#include <cstdint>
#include <string>
#include <vector>

#include "confab/abi.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

class StraicoUser {
public:
    std::string first_name;
    std::string last_name;
    std::string plan;
    double coins = 0;
};

class StraicoModel {
public:
    std::string id;    ///< "openai/gpt-4o-mini"
    std::string name;  ///< "OpenAI: GPT-4o mini"
    std::string type;  ///< "chat", "image", "video", "audio"
    double coins_per_100_words = 0;
    std::int64_t word_limit = 0;
    std::int64_t max_output = 0;
    std::vector<std::string> features;
};

class StraicoTurn {
public:
    StraicoTurn(std::string role_in, std::string content_in)
        : role(std::move(role_in)), content(std::move(content_in)) {}
    std::string role;  ///< "system", "user" or "assistant"
    std::string content;
};

class StraicoChatRequest {
public:
    std::string model;
    std::vector<StraicoTurn> messages;
    std::int64_t max_tokens = 1000;
    double temperature = 0.7;
};

class StraicoChatReply {
public:
    std::string model;  ///< The one that answered; may differ from the one asked for.
    std::string content;
    std::string finish_reason;
    double coins = 0;
    std::int64_t prompt_tokens = 0;
    std::int64_t completion_tokens = 0;
};

/// Errors: unauthorized (key), payment_required (coins), not_found (model), invalid_argument, rate_limited,
/// upstream, protocol (not JSON), and those of the HTTP client.
class CONFAB_API Straico {
public:
    static constexpr const char* kServiceId = "confab.straico/1";
    virtual ~Straico();
    virtual Task<Result<StraicoUser>> user() = 0;  ///< Cached 5 minutes, never across a paid call.
    virtual Task<Result<std::vector<StraicoModel>>> models() = 0;                 ///< Cached 5 minutes.
    virtual Task<Result<StraicoChatReply>> chat(StraicoChatRequest request) = 0;  ///< Never cached.
};

}  // namespace confab::inline v1
