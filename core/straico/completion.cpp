#include "core/straico/completion.hpp"

#include <algorithm>

#include "core/straico/decode_number.hpp"

namespace confab::core::straico {

std::string text_of(json::Value content) {
    if (content.is_string()) return std::string(content.string());
    std::string text;
    for (const json::Value part : content.items())
        text += part.is_string() ? part.string() : part["text"].string();
    return text;
}

double total_of(json::Value sum) {
    if (!sum.is_object()) return amount(sum);
    if (sum.has("total")) return amount(sum["total"]);
    return amount(sum["input"]) + amount(sum["output"]);
}

StraicoPromptAnswer read_completion(json::Value completion) {
    StraicoPromptAnswer answer;
    if (!completion.is_object()) {
        answer.content = text_of(completion);
        return answer;
    }
    const json::Value choice = completion["choices"].at(0);
    const json::Value content = choice["message"]["content"];
    answer.content = text_of(content ? content : choice["text"]);
    answer.reasoning = text_of(choice["message"]["reasoning"]);
    answer.finish_reason = choice["finish_reason"].string();
    answer.model = completion["model"].string();
    const json::Value usage = completion["usage"];
    answer.prompt_tokens = std::max<std::int64_t>(0, usage["prompt_tokens"].integer());
    answer.completion_tokens = std::max<std::int64_t>(0, usage["completion_tokens"].integer());
    return answer;
}

}  // namespace confab::core::straico
