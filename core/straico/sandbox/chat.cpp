#include "core/straico/sandbox/chat.hpp"

#include <optional>

#include "core/straico/sandbox/answers.hpp"
#include "core/straico/sandbox/fields.hpp"

namespace confab::straico_sandbox {
namespace {

constexpr Field kChat[] = {
    {"model", Kind::text},          {"smart_llm_selector", Kind::object},
    {"messages", Kind::list, true}, {"temperature", Kind::number},
    {"max_tokens", Kind::integer},  {"replace_failed_models", Kind::boolean},
    {"stream", Kind::boolean},
};
constexpr Field kMessage[] = {{"role", Kind::text, true}, {"content", Kind::any, true}};

struct Question {
    std::string text;
    std::size_t earlier_turns = 0;
    std::size_t words = 0;
};

// A string, or an array of text parts; nullopt for anything else, null included.
std::optional<std::string> content_text(json::Value content) {
    if (content.is_string()) return std::string(content.string());
    if (!content.is_array()) return {};
    std::string text;
    for (const json::Value part : content.items()) {
        if (part["type"].string() != "text" || !part["text"].is_string()) return {};
        text += part["text"].string();
    }
    return text;
}

std::string read_messages(json::Value messages, Question& question) {
    if (messages.size() == 0) return "messages must be a non-empty array";
    std::size_t turns = 0;
    for (const json::Value message : messages.items()) {
        if (std::string problem = bad_fields(message, kMessage); !problem.empty()) return problem;
        const std::string_view role = message["role"].string();
        if (role != "system" && role != "user" && role != "assistant")
            return "role must be system, user or assistant";
        std::optional<std::string> text = content_text(message["content"]);
        if (!text || text->empty()) return "content must not be empty";
        question.words += count_words(*text);
        turns += role != "system";
        if (role == "user") {
            question.text = std::move(*text);
            question.earlier_turns = turns - 1;
        }
    }
    if (messages.at(messages.size() - 1)["role"].string() != "user")
        return "the last message must be from the user";
    return {};
}

std::string read_question(json::Value root, Question& question) {
    std::string problem = bad_fields(root, kChat);
    if (problem.empty()) problem = bad_settings(root);
    if (problem.empty() && root.has("model") == root.has("smart_llm_selector"))
        problem = "one of model and smart_llm_selector is required";
    if (problem.empty() && root.has("smart_llm_selector")) problem = bad_selector(root["smart_llm_selector"]);
    if (problem.empty()) problem = read_messages(root["messages"], question);
    return problem;
}

}  // namespace

std::string answer_text(std::string_view last_user_text, std::size_t earlier_turns) {
    return "You said: " + std::string(last_user_text) + " (earlier turns: " + std::to_string(earlier_turns) +
           ")";
}

Bill::Bill(const Model& model, std::size_t words_in, std::string_view answer)
    : input_words(static_cast<double>(words_in)),
      output_words(static_cast<double>(count_words(answer))),
      input_coins(input_words * model.coins / 100),
      output_coins(output_words * model.coins / 100) {}

void Bill::write(json::Writer& writer, const std::string& prefix) const {
    write_sums(writer, (prefix + "price").c_str(), input_coins, output_coins);
    write_sums(writer, (prefix + "words").c_str(), input_words, output_words);
}

void write_completion(json::Writer& writer, const Model& model, const std::string& text, AnswerShape shape,
                      std::size_t prompt_words) {
    writer.field("id", "chatcmpl-sandbox").field("model", model.id).field("object", "chat.completion");
    writer.field("created", 1'700'000'000).key("choices").begin_array().begin_object().field("index", 0);
    writer.key("message").begin_object().field("role", "assistant").key("content");
    if (shape == AnswerShape::parts)
        writer.begin_array()
            .begin_object()
            .field("type", "text")
            .field("text", text)
            .end_object()
            .end_array();
    else
        writer.value(shape == AnswerShape::empty ? std::string() : text);
    writer.end_object().field("finish_reason", shape == AnswerShape::empty ? "length" : "stop");
    writer.end_object().end_array();
    const std::size_t completion_tokens = count_words(text);
    writer.key("usage").begin_object().field("prompt_tokens", static_cast<std::int64_t>(prompt_words));
    writer.field("completion_tokens", static_cast<std::int64_t>(completion_tokens));
    writer.field("total_tokens", static_cast<std::int64_t>(prompt_words + completion_tokens)).end_object();
}

HttpServerResponse chat_completion(std::string_view body, Account& account, AnswerShape shape) {
    const Result<json::Document> document = json::Document::parse(std::string(body));
    if (!document || !document->root().is_object()) return refusal(400, "the body is not a JSON object");
    const json::Value root = document->root();
    Question question;
    if (const std::string problem = read_question(root, question); !problem.empty())
        return refusal(422, problem);
    const Model* model = root.has("model") ? find_model(root["model"].string()) : &chat_model(0);
    if (!model || model->type != ModelType::chat) return no_such_model(root["model"].string());
    const std::string answer = answer_text(question.text, question.earlier_turns);
    const Bill bill(*model, question.words, answer);
    if (!account.spend(bill.total())) return out_of_coins();
    json::Writer writer;
    writer.begin_object();
    write_completion(writer, *model, answer, shape, question.words);
    bill.write(writer);
    return HttpServerResponse::json(201, std::move(writer.end_object()).str());
}

}  // namespace confab::straico_sandbox
