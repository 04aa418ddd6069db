#include "core/straico/decode.hpp"

#include "confab/json.hpp"
#include "core/straico/completion.hpp"
#include "core/straico/decode_error.hpp"
#include "core/straico/decode_number.hpp"

namespace confab::core::straico {
namespace {

/// Where in a reply the completion stands, and the object that has its price.
struct Found {
    json::Value completion;
    json::Value priced;
};

// With the smart selector or a replaced model the key is not the model asked for, so take the first that
// worked.
Found first_completion(json::Value completions) {
    for (std::size_t i = 0; completions.is_object() && i < completions.size(); ++i) {
        const json::Value entry = completions.value_at(i);
        if (entry["completion"] && !entry["completion"].has("error")) return {entry["completion"], entry};
    }
    return {};
}

Found find_completion(json::Value root) {
    for (const json::Value scope : {root, root["data"]}) {
        if (scope["choices"].is_array()) return {scope, scope};
        if (const Found found = first_completion(scope["completions"]); found.completion) return found;
        for (const char* key : {"completion", "response", "answer"})
            if (scope[key]) return {scope[key], scope};
    }
    return {};
}

double coins_of(json::Value priced, json::Value root) {
    for (const json::Value price :
         {priced["price"], root["price"], root["data"]["price"], root["data"]["overall_price"],
          root["overall_price"], root["data"]["coins_used"]})
        if (price) return total_of(price);
    return 0;
}

double words_of(json::Value priced, json::Value root) {
    for (const json::Value words :
         {priced["words"], root["words"], root["data"]["words"], root["data"]["overall_words"]})
        if (words) return total_of(words);
    return 0;
}

}  // namespace

Result<StraicoUser> decode_user(HttpResponse response) {
    const Result<json::Document> document = open_reply(response, "user");
    if (!document) return document.error();
    const json::Value root = document->root();
    const json::Value data = root["data"].is_object() ? root["data"] : root;
    if (!data.has("coins")) return unreadable("user", "no coins in the answer");
    StraicoUser user;
    user.first_name = data["first_name"].string();
    user.last_name = data["last_name"].string();
    user.plan = data["plan"].string();
    user.coins = amount(data["coins"]);
    return user;
}

Result<StraicoChatReply> decode_chat(HttpResponse response) {
    const Result<json::Document> document = open_reply(response, "chat");
    if (!document) return document.error();
    const json::Value root = document->root();
    const auto [completion, priced] = find_completion(root);
    if (!completion) {
        const std::string_view text = error_text(root["data"].is_object() ? root["data"] : root);
        return text.empty() ? unreadable("chat", "no completion in the answer")
                            : make_error(response, "chat", text);
    }
    const json::Value choice = completion["choices"].at(0);
    if (completion.is_object() && !choice) {
        const std::string_view text = error_text(completion);
        return text.empty() ? unreadable("chat", "no choices in the answer")
                            : make_error(response, "chat", text);
    }
    StraicoPromptAnswer answer = read_completion(completion);
    StraicoChatReply reply;
    reply.model = std::move(answer.model);
    reply.content = std::move(answer.content);
    reply.reasoning = std::move(answer.reasoning);
    reply.finish_reason = std::move(answer.finish_reason);
    reply.prompt_tokens = answer.prompt_tokens;
    reply.completion_tokens = answer.completion_tokens;
    reply.coins = coins_of(priced, root);
    reply.words = words_of(priced, root);
    return reply;
}

}  // namespace confab::core::straico
