#include <algorithm>
#include <vector>

#include "core/straico/sandbox/answers.hpp"
#include "core/straico/sandbox/chat.hpp"
#include "core/straico/sandbox/fields.hpp"

namespace confab::straico_sandbox {
namespace {

constexpr std::size_t kMaxModels = 4;
constexpr std::size_t kMaxUrls = 4;

constexpr Field kV0[] = {
    {"model", Kind::text},         {"smart_llm_selector", Kind::text},
    {"message", Kind::text, true}, {"temperature", Kind::number},
    {"max_tokens", Kind::integer}, {"replace_failed_models", Kind::boolean},
};
constexpr Field kV1[] = {
    {"models", Kind::list},
    {"smart_llm_selector", Kind::object},
    {"message", Kind::text, true},
    {"file_urls", Kind::list},
    {"images", Kind::list},
    {"youtube_urls", Kind::list},
    {"temperature", Kind::number},
    {"max_tokens", Kind::integer},
    {"display_transcripts", Kind::boolean},
    {"replace_failed_models", Kind::boolean},
};

std::string bad_prompt(json::Value root) {
    std::string problem = bad_settings(root);
    if (problem.empty() && root["message"].string().empty()) problem = "message must not be empty";
    return problem;
}

std::string bad_v1(json::Value root) {
    std::string problem = bad_fields(root, kV1);
    if (problem.empty()) problem = bad_prompt(root);
    if (!problem.empty()) return problem;
    if (root.has("models") == root.has("smart_llm_selector"))
        return "one of models and smart_llm_selector is required";
    if (root.has("smart_llm_selector")) return bad_selector(root["smart_llm_selector"]);
    const json::Value models = root["models"];
    if (models.size() < 1 || models.size() > kMaxModels) return "models must have 1 to 4 ids";
    for (const char* key : {"file_urls", "images", "youtube_urls"})
        if (!is_url_list(root[key], kMaxUrls)) return std::string(key) + " must have at most 4 URLs";
    return {};
}

// `unknown` is the first id that is no chat model.
std::vector<const Model*> chosen_models(json::Value root, std::string& unknown) {
    std::vector<const Model*> models;
    const std::int64_t quantity = root["smart_llm_selector"]["quantity"].integer();
    for (std::int64_t i = 0; i < quantity; ++i) models.push_back(&chat_model(static_cast<std::size_t>(i)));
    for (const json::Value item : root["models"].items()) {
        const Model* model = find_model(item.string());
        if (!model || model->type != ModelType::chat) {
            unknown = item.string("?");
        } else if (std::find(models.begin(), models.end(), model) != models.end()) {
            unknown = "twice " + std::string(item.string());
        }
        models.push_back(model);
    }
    return models;
}

const Model& another(const std::vector<const Model*>& taken) {
    std::size_t index = 0;
    while (index < kMaxModels && std::find(taken.begin(), taken.end(), &chat_model(index)) != taken.end())
        ++index;
    return chat_model(index);
}

void write_transcripts(json::Writer& writer, json::Value root) {
    if (!root["display_transcripts"].boolean()) return;
    writer.key("transcripts").begin_array();
    for (const char* key : {"file_urls", "youtube_urls"})
        for (const json::Value item : root[key].items()) {
            const std::string_view url = item.string();
            writer.begin_object().field("name", url.substr(url.find_last_of('/') + 1));
            writer.field("text", "transcript of " + std::string(url)).end_object();
        }
    writer.end_array();
}

void write_failure(json::Writer& writer, const Model& model) {
    writer.key(model.id).begin_object().key("completion").begin_object();
    writer.field("error", "the provider failed").end_object();
    writer.key("price").begin_object().end_object().key("words").begin_object().end_object().end_object();
}

}  // namespace

HttpServerResponse prompt_completion_v0(std::string_view body, Account& account, AnswerShape shape) {
    const Result<json::Document> document = json::Document::parse(std::string(body));
    if (!document || !document->root().is_object()) return refusal(400, "the body is not a JSON object");
    const json::Value root = document->root();
    std::string problem = bad_fields(root, kV0);
    if (problem.empty()) problem = bad_prompt(root);
    if (!problem.empty()) return refusal(422, problem);
    const Model* model = root.has("model") ? find_model(root["model"].string()) : &chat_model(0);
    if (!model || model->type != ModelType::chat) return no_such_model(root["model"].string());
    const std::string_view text = root["message"].string();
    const std::string answer = answer_text(text, 0);
    const Bill bill(*model, count_words(text), answer);
    if (!account.spend(bill.total())) return out_of_coins();
    json::Writer writer;
    writer.begin_object().key("data").begin_object().key("completion").begin_object();
    write_completion(writer, *model, answer, shape, count_words(text));
    writer.end_object();
    bill.write(writer);
    writer.end_object().field("success", true);
    return HttpServerResponse::json(201, std::move(writer.end_object()).str());
}

HttpServerResponse prompt_completion_v1(std::string_view body, Account& account, AnswerShape shape) {
    const Result<json::Document> document = json::Document::parse(std::string(body));
    if (!document || !document->root().is_object()) return refusal(400, "the body is not a JSON object");
    const json::Value root = document->root();
    if (const std::string problem = bad_v1(root); !problem.empty()) return refusal(422, problem);
    std::string unknown;
    std::vector<const Model*> models = chosen_models(root, unknown);
    if (!unknown.empty()) return no_such_model(unknown);
    const Model* failed = shape == AnswerShape::failed ? models.front() : nullptr;
    if (failed && root["replace_failed_models"].boolean()) models.push_back(&another(models));
    if (failed) models.erase(models.begin());

    const std::string_view text = root["message"].string();
    const std::string answer = answer_text(text, 0);
    const std::size_t words = count_words(text);
    double input = 0;
    double output = 0;
    for (const Model* model : models) {
        const Bill bill(*model, words, answer);
        input += bill.input_coins;
        output += bill.output_coins;
    }
    if (!account.spend(input + output)) return out_of_coins();

    json::Writer writer;
    writer.begin_object().key("data").begin_object();
    write_sums(writer, "overall_price", input, output);
    const auto count = static_cast<double>(models.size());
    write_sums(writer, "overall_words", count * static_cast<double>(words),
               count * static_cast<double>(count_words(answer)));
    writer.key("completions").begin_object();
    if (failed && !root["replace_failed_models"].boolean()) write_failure(writer, *failed);
    for (const Model* model : models) {
        writer.key(model->id).begin_object().key("completion").begin_object();
        write_completion(writer, *model, answer, shape, words);
        writer.end_object();
        Bill(*model, words, answer).write(writer);
        writer.end_object();
    }
    writer.end_object();
    write_transcripts(writer, root);
    writer.end_object().field("success", true);
    return HttpServerResponse::json(201, std::move(writer.end_object()).str());
}

}  // namespace confab::straico_sandbox
