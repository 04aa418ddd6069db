#include "core/straico/decode.hpp"

#include <algorithm>

#include "confab/json.hpp"
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

// Text, or the text parts of an array.
std::string text_of(json::Value content) {
    if (content.is_string()) return std::string(content.string());
    std::string text;
    for (const json::Value part : content.items())
        text += part.is_string() ? part.string() : part["text"].string();
    return text;
}

double total_of(json::Value price) {
    if (price.is_object()) {
        if (price.has("total")) return amount(price["total"]);
        return amount(price["input"]) + amount(price["output"]);
    }
    return amount(price);
}

double coins_of(json::Value priced, json::Value root) {
    for (const json::Value price :
         {priced["price"], root["price"], root["data"]["price"], root["data"]["overall_price"],
          root["overall_price"], root["data"]["coins_used"]})
        if (price) return total_of(price);
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
    StraicoChatReply reply;
    if (completion.is_object()) {
        const json::Value content = choice["message"]["content"];
        reply.content = text_of(content ? content : choice["text"]);
    } else {
        reply.content = text_of(completion);
    }
    reply.model = completion["model"].string();
    reply.finish_reason = choice["finish_reason"].string();
    reply.coins = coins_of(priced, root);
    reply.prompt_tokens = std::max<std::int64_t>(0, completion["usage"]["prompt_tokens"].integer());
    reply.completion_tokens = std::max<std::int64_t>(0, completion["usage"]["completion_tokens"].integer());
    return reply;
}

}  // namespace confab::core::straico
