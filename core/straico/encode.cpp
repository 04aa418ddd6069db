#include "core/straico/encode.hpp"

#include <algorithm>

#include "confab/json.hpp"
#include "core/straico/check.hpp"

namespace confab::core::straico {
namespace {

constexpr std::size_t kMaxModels = 4;
constexpr std::size_t kMaxUrls = 4;

const char* pricing_name(StraicoSmartSelector::Pricing pricing) {
    switch (pricing) {
        case StraicoSmartSelector::Pricing::budget:
            return "budget";
        case StraicoSmartSelector::Pricing::quality:
            return "quality";
        case StraicoSmartSelector::Pricing::balance:
            break;
    }
    return "balance";
}

void write_smart(json::Writer& writer, const StraicoSmartSelector& selector) {
    writer.key("smart_llm_selector").begin_object().field("quantity", selector.quantity);
    writer.field("pricing_method", pricing_name(selector.pricing)).end_object();
}

void write_list(json::Writer& writer, std::string_view key, const std::vector<std::string>& list) {
    if (list.empty()) return;
    writer.key(key).begin_array();
    for (const std::string& text : list) writer.value(text);
    writer.end_array();
}

void write_turn(json::Writer& writer, const StraicoTurn& turn) {
    writer.begin_object().field("role", turn.role).key("content");
    if (turn.parts.empty()) {
        writer.value(turn.content);
    } else {
        writer.begin_array();
        for (const std::string& part : turn.parts)
            writer.begin_object().field("type", "text").field("text", part).end_object();
        writer.end_array();
    }
    writer.end_object();
}

void check_turn(Check& check, const StraicoTurn& turn) {
    const bool known = turn.role == "system" || turn.role == "user" || turn.role == "assistant";
    check.that(known, "messages.role", "must be system, user or assistant");
    if (turn.parts.empty()) check.that(!turn.content.empty(), "messages.content", "must not be empty");
    for (const std::string& part : turn.parts)
        check.that(!part.empty(), "messages.parts", "must not have empty ones");
}

bool has_twins(std::vector<std::string> list) {
    std::sort(list.begin(), list.end());
    return std::adjacent_find(list.begin(), list.end()) != list.end();
}

}  // namespace

Result<HttpRequest> encode_chat(const StraicoChatRequest& request) {
    Check check("chat");
    check.that(request.model.empty() == request.smart.has_value(), "model",
               "or `smart` must be given, not both");
    if (request.smart) check.smart(*request.smart);
    if (!request.model.empty()) check.model("model", request.model);
    check.that(!request.messages.empty(), "messages", "must not be empty");
    for (const StraicoTurn& turn : request.messages) check_turn(check, turn);
    check.between("temperature", request.temperature, 0, 2);
    check.that(request.max_tokens >= 0, "max_tokens", "must not be negative");
    if (check.error()) return *check.error();

    json::Writer writer;
    writer.begin_object();
    if (request.smart) write_smart(writer, *request.smart);
    if (!request.model.empty()) writer.field("model", request.model);
    writer.key("messages").begin_array();
    for (const StraicoTurn& turn : request.messages) write_turn(writer, turn);
    writer.end_array();
    writer.field("temperature", request.temperature);
    if (request.max_tokens > 0) writer.field("max_tokens", request.max_tokens);
    if (request.replace_failed_models) writer.field("replace_failed_models", *request.replace_failed_models);
    return HttpRequest::json("POST", "/v2/chat/completions", std::move(writer.end_object()).str());
}

Result<HttpRequest> encode_prompt(const StraicoPromptRequest& request) {
    Check check("prompt");
    check.that(request.models.empty() == request.smart.has_value(), "models",
               "or `smart` must be given, not both");
    check.that(request.models.size() <= kMaxModels, "models", "may have at most 4 ids");
    for (const std::string& model : request.models) check.model("models", model);
    check.that(!has_twins(request.models), "models", "must differ from each other");
    if (request.smart) check.smart(*request.smart);
    check.filled("message", request.message);
    check.urls("file_urls", request.file_urls, kMaxUrls);
    check.urls("images", request.images, kMaxUrls);
    check.urls("youtube_urls", request.youtube_urls, kMaxUrls);
    if (request.temperature) check.between("temperature", *request.temperature, 0, 2);
    check.that(request.max_tokens >= 0, "max_tokens", "must not be negative");
    if (check.error()) return *check.error();

    json::Writer writer;
    writer.begin_object();
    write_list(writer, "models", request.models);
    if (request.smart) write_smart(writer, *request.smart);
    writer.field("message", request.message);
    write_list(writer, "file_urls", request.file_urls);
    write_list(writer, "images", request.images);
    write_list(writer, "youtube_urls", request.youtube_urls);
    if (request.display_transcripts) writer.field("display_transcripts", true);
    if (request.temperature) writer.field("temperature", *request.temperature);
    if (request.max_tokens > 0) writer.field("max_tokens", request.max_tokens);
    if (request.replace_failed_models) writer.field("replace_failed_models", true);
    return HttpRequest::json("POST", "/v1/prompt/completion", std::move(writer.end_object()).str());
}

HttpRequest encode_models(std::string path) {
    HttpRequest request = HttpRequest::get(std::move(path));
    request.cache = HttpCache::allowed;
    return request;
}

Result<HttpRequest> encode_model(const std::string& id) {
    Check check("model");
    check.model("id", id);
    check.that(id.find("..") == std::string::npos && id.find("//") == std::string::npos, "id",
               "must be the id of a model");
    if (check.error()) return *check.error();
    // The service takes everything after `models/` for the id, its slashes as they are.
    std::string path = "/v2/models/";
    for (const char c : id)
        path += c == '/' || c == ':' ? std::string(1, c) : url_encode(std::string_view(&c, 1));
    return encode_models(std::move(path));
}

Result<HttpRequest> encode_by_id(std::string_view what, std::string method, std::string_view folder,
                                 const std::string& id) {
    Check check(what);
    check.id("id", id);
    if (check.error()) return *check.error();
    return HttpRequest(std::move(method), std::string(folder) + id);
}

}  // namespace confab::core::straico
