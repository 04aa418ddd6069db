#pragma once
/// Part of the Straico service: one message to up to four models at once, with files, pictures and videos.
/// For a dialogue use `Straico::chat`: here are no roles.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "confab/abi.hpp"
#include "confab/result.hpp"
#include "confab/service/straico_spender.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

/// Lets the service choose the models.
class StraicoSmartSelector {
public:
    enum class Pricing : std::uint8_t { budget, balance, quality };
    StraicoSmartSelector() = default;
    explicit StraicoSmartSelector(Pricing pricing_in, std::int64_t quantity_in = 1)
        : pricing(pricing_in), quantity(quantity_in) {}
    Pricing pricing = Pricing::balance;
    std::int64_t quantity = 1;  ///< 1 to 4.
};

class StraicoPromptRequest {
public:
    std::vector<std::string> models;            ///< 1 to 4 different ids; or `smart`, never both.
    std::optional<StraicoSmartSelector> smart;  ///< In place of `models`.
    std::string message;
    std::vector<std::string> file_urls;     ///< Up to 4 https URLs; see `StraicoMedia::upload`.
    std::vector<std::string> images;        ///< Up to 4.
    std::vector<std::string> youtube_urls;  ///< Up to 4.
    bool display_transcripts = false;       ///< Of sound and film among the files and videos.
    std::optional<double> temperature;      ///< 0 to 2; unset: the model's own.
    std::int64_t max_tokens = 0;            ///< 0: the model's own limit.
    bool replace_failed_models = false;     ///< Another model may answer in place of one that fails.
    StraicoSpender spender;
};

class StraicoPromptAnswer {
public:
    std::string model;  ///< The one that answered; need not be one asked for.
    std::string content;
    std::string reasoning;
    std::string finish_reason;  ///< "length" with empty `content`: it thought until `max_tokens`.
    double coins = 0;
    double words = 0;
    std::int64_t prompt_tokens = 0;
    std::int64_t completion_tokens = 0;
};

class StraicoPromptFailure {
public:
    std::string model;
    std::string text;  ///< The service's words, one line of bounded length. For the log, not for people.
};

class StraicoTranscript {
public:
    std::string name;
    std::string text;
};

class StraicoPromptReply {
public:
    std::vector<StraicoPromptAnswer> answers;  ///< At least one.
    std::vector<StraicoPromptFailure> failures;
    std::vector<StraicoTranscript> transcripts;
    double coins = 0;  ///< In all.
    double words = 0;
};

/// Reached by `Straico::prompts()`. Errors as of `Straico`.
class CONFAB_API StraicoPrompts {
public:
    virtual ~StraicoPrompts();
    /// Takes up to minutes. A reply in which every model failed is an error. Never cached, never repeated
    /// once it may have been received.
    virtual Task<Result<StraicoPromptReply>> complete(StraicoPromptRequest request);
};

}  // namespace confab::inline v1
