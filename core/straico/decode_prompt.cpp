#include "confab/json.hpp"
#include "core/straico/completion.hpp"
#include "core/straico/decode.hpp"
#include "core/straico/decode_error.hpp"

namespace confab::core::straico {
namespace {

constexpr std::size_t kMaxAnswers = 16;

bool is_answer(json::Value completion) {
    if (!completion || completion.has("error")) return false;
    return !completion.is_object() || completion["choices"].at(0);
}

// One model's part of the reply.
void read_entry(std::string_view model, json::Value completion, json::Value priced,
                StraicoPromptReply& reply) {
    if (!is_answer(completion)) {
        StraicoPromptFailure failure;
        failure.model = model;
        const std::string_view text = error_text(completion);
        failure.text = text.empty() ? "no answer" : one_line(text);
        reply.failures.push_back(std::move(failure));
        return;
    }
    StraicoPromptAnswer answer = read_completion(completion);
    if (!model.empty()) answer.model = model;
    answer.coins = total_of(priced["price"]);
    answer.words = total_of(priced["words"]);
    reply.answers.push_back(std::move(answer));
}

// With the smart selector or a replaced model the keys are not the models asked for, so all are read.
bool read_scope(json::Value scope, StraicoPromptReply& reply) {
    const json::Value completions = scope["completions"];
    if (completions.is_object() && completions.size() > 0) {
        for (std::size_t i = 0; i < completions.size() && i < kMaxAnswers; ++i) {
            const json::Value entry = completions.value_at(i);
            read_entry(completions.key_at(i), entry["completion"], entry, reply);
        }
        return true;
    }
    if (scope["choices"].is_array()) {
        read_entry({}, scope, scope, reply);
        return true;
    }
    for (const char* key : {"completion", "response"}) {
        if (!scope[key]) continue;
        read_entry({}, scope[key], scope, reply);
        return true;
    }
    return false;
}

double overall(json::Value scope, const char* key, double sum) {
    return scope.has(key) ? total_of(scope[key]) : sum;
}

}  // namespace

Result<StraicoPromptReply> decode_prompt(HttpResponse response) {
    const Result<json::Document> document = open_reply(response, "prompt");
    if (!document) return document.error();
    const json::Value root = document->root();
    const json::Value data = root["data"].is_object() ? root["data"] : root;
    StraicoPromptReply reply;
    if (!read_scope(data, reply) && !read_scope(root, reply))
        return unreadable("prompt", "no completion in the answer");
    for (const StraicoPromptAnswer& answer : reply.answers) {
        reply.coins += answer.coins;
        reply.words += answer.words;
    }
    reply.coins = overall(data, "overall_price", reply.coins);
    reply.words = overall(data, "overall_words", reply.words);
    for (const json::Value item : data["transcripts"].items()) {
        StraicoTranscript transcript;
        transcript.name = item["name"].string();
        transcript.text = item["text"].string();
        if (reply.transcripts.size() < kMaxAnswers) reply.transcripts.push_back(std::move(transcript));
    }
    return reply;
}

Error all_failed(const StraicoPromptReply& reply) {
    HttpResponse answered;
    answered.status = 200;
    return make_error(answered, "prompt", reply.failures.empty() ? "" : reply.failures.front().text);
}

}  // namespace confab::core::straico
