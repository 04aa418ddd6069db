#pragma once
/// The completion endpoints: checks a request as strictly as the service does, and answers deterministically.

#include <string>
#include <string_view>

#include "confab/json.hpp"
#include "confab/service/http_server.hpp"
#include "core/straico/sandbox/account.hpp"
#include "core/straico/sandbox/catalogue.hpp"

namespace confab::straico_sandbox {

/// `You said: <last user text> (earlier turns: <n>)`: a test sees what reached the service, and how much
/// memory.
std::string answer_text(std::string_view last_user_text, std::size_t earlier_turns);

/// How the answer stands in the reply; all are shapes the service has been seen to use.
enum class AnswerShape { text, parts, empty, failed };

/// POST /v0|v2/chat/completions.
HttpServerResponse chat_completion(std::string_view body, Account& account, AnswerShape shape);
/// POST /v0/prompt/completion.
HttpServerResponse prompt_completion_v0(std::string_view body, Account& account, AnswerShape shape);
/// POST /v1/prompt/completion. `failed`: the first model fails (and is replaced, if asked for).
HttpServerResponse prompt_completion_v1(std::string_view body, Account& account, AnswerShape shape);

/// The members of an OpenAI-like completion.
void write_completion(json::Writer& writer, const Model& model, const std::string& text, AnswerShape shape,
                      std::size_t prompt_words);

struct Bill {
    Bill(const Model& model, std::size_t words_in, std::string_view answer);
    double input_words;
    double output_words;
    double input_coins;
    double output_coins;
    double total() const { return input_coins + output_coins; }
    /// `price` and `words`, with a prefix ("overall_").
    void write(json::Writer& writer, const std::string& prefix = {}) const;
};

}  // namespace confab::straico_sandbox
