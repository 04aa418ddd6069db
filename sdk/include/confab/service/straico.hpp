#pragma once
/// Service: the Straico API, typed. One instance serves every plugin; paid calls are never repeated once they
/// may have been received.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "confab/abi.hpp"
#include "confab/result.hpp"
#include "confab/service/straico_agent.hpp"
#include "confab/service/straico_ledger.hpp"
#include "confab/service/straico_media.hpp"
#include "confab/service/straico_prompt.hpp"
#include "confab/service/straico_rag.hpp"
#include "confab/service/straico_spender.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

class StraicoUser {
public:
    std::string first_name;
    std::string last_name;
    std::string plan;
    double coins = 0;
};

class StraicoImagePrice {
public:
    std::string format;  ///< "square", "landscape", "portrait"; empty: any.
    std::string size;    ///< "1024x1024"; may be empty.
    double coins = 0;
};

/// A model as any version of the API tells of it; what a version leaves out is empty or zero.
class CONFAB_API StraicoModel {
public:
    /// Without regard to case, blanks and underscores: "Image input" is "image_input".
    bool has_feature(std::string_view name) const;

    std::string id;    ///< "openai/gpt-4o-mini"
    std::string name;  ///< "OpenAI: GPT-4o mini"
    std::string type;  ///< "chat", "image", "video", "audio"
    std::string provider;
    double coins_per_100_words = 0;
    double base_coins = 0;                        ///< Of each call, besides the words (audio).
    std::vector<StraicoImagePrice> image_prices;  ///< Of one picture.
    std::vector<std::int64_t> durations;          ///< Seconds a video may last.
    std::int64_t word_limit = 0;
    std::int64_t max_output = 0;
    std::vector<std::string> features;  ///< "image_input", "web_search"
    std::vector<std::string> applications;
    std::vector<std::string> capabilities;
    std::int64_t editors_choice = -1;  ///< -1: not chosen.
    std::string icon_url;
};

class StraicoTurn {
public:
    StraicoTurn(std::string role_in, std::string content_in)
        : role(std::move(role_in)), content(std::move(content_in)) {}
    std::string role;  ///< "system", "user" or "assistant"
    std::string content;
    std::vector<std::string> parts;  ///< Not empty: sent in place of `content`, as parts of text.
};

class StraicoChatRequest {
public:
    std::string model;                          ///< Or `smart`, never both.
    std::optional<StraicoSmartSelector> smart;  ///< In place of `model`.
    std::vector<StraicoTurn> messages;          ///< At least one, none empty.
    std::int64_t max_tokens = 1000;             ///< 0: the model's own limit.
    double temperature = 0.7;                   ///< 0 to 2.
    std::optional<bool> replace_failed_models;
    StraicoSpender spender;
};

class StraicoChatReply {
public:
    std::string model;  ///< The one that answered; may differ from the one asked for.
    std::string content;
    std::string reasoning;
    std::string finish_reason;
    double coins = 0;
    double words = 0;  ///< Billed.
    std::int64_t prompt_tokens = 0;
    std::int64_t completion_tokens = 0;
};

/// Input is checked before anything is sent. Errors: unauthorized (key), payment_required (coins), not_found
/// (model, document, agent), invalid_argument (names the field), rate_limited (with `retry_after`), upstream,
/// protocol (not JSON), and those of the HTTP client. Their texts are for the log: one line, without the key.
///
/// What is not implemented by a fake of a test answers Errc::unsupported.
class CONFAB_API Straico {
public:
    static constexpr const char* kServiceId = "confab.straico/1";
    virtual ~Straico();
    virtual Task<Result<StraicoUser>> user() = 0;  ///< Cached 5 minutes, never across a paid call.
    virtual Task<Result<std::vector<StraicoModel>>> models() = 0;                 ///< Cached 5 minutes.
    virtual Task<Result<StraicoModel>> model(std::string id);                     ///< Cached 5 minutes.
    virtual Task<Result<StraicoChatReply>> chat(StraicoChatRequest request) = 0;  ///< Never cached.

    /// They live as long as the service.
    virtual StraicoPrompts& prompts();
    virtual StraicoMedia& media();
    virtual StraicoRags& rags();
    virtual StraicoAgents& agents();
    virtual const StraicoLedger& ledger() const;
};

}  // namespace confab::inline v1
