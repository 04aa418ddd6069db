#include "core/straico/sandbox/chat.hpp"

#include <algorithm>
#include <optional>

#include "confab/json.hpp"

namespace confab::straico_sandbox {
namespace {

struct Question {
    std::string text;
    std::size_t earlier_turns = 0;
    std::size_t words = 0;
};

std::size_t count_words(std::string_view text) {
    std::size_t words = 0;
    bool inside = false;
    for (const char c : text) {
        const bool space = c == ' ' || c == '\n' || c == '\t';
        words += !space && !inside;
        inside = !space;
    }
    return words;
}

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

// What is wrong with the settings both endpoints share; empty when nothing is.
std::string bad_settings(json::Value root) {
    const json::Value temperature = root["temperature"];
    if (temperature && (!temperature.is_number() || temperature.number() < 0 || temperature.number() > 2))
        return "temperature must be between 0 and 2";
    const json::Value max_tokens = root["max_tokens"];
    if (max_tokens && (!max_tokens.is_integer() || max_tokens.integer() <= 0))
        return "max_tokens must be positive";
    if (root.has("tools")) return "tools is not allowed";
    return {};
}

std::string read_messages(json::Value messages, Question& question) {
    if (messages.size() == 0 || !messages.is_array()) return "messages must be a non-empty array";
    std::size_t turns = 0;
    for (const json::Value message : messages.items()) {
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

void write_numbers(json::Writer& writer, const char* key, double input, double output) {
    writer.key(key).begin_object().field("input", input).field("output", output);
    writer.field("total", input + output).end_object();
}

void write_completion(json::Writer& writer, const Model& model, const std::string& text, ContentShape shape,
                      std::size_t prompt_tokens) {
    writer.field("id", "chatcmpl-sandbox").field("model", model.id).field("object", "chat.completion");
    writer.field("created", 1'700'000'000).key("choices").begin_array().begin_object().field("index", 0);
    writer.key("message").begin_object().field("role", "assistant").key("content");
    if (shape == ContentShape::parts)
        writer.begin_array()
            .begin_object()
            .field("type", "text")
            .field("text", text)
            .end_object()
            .end_array();
    else
        writer.value(shape == ContentShape::empty ? std::string() : text);
    writer.end_object().field("finish_reason", shape == ContentShape::empty ? "length" : "stop");
    writer.end_object().end_array();
    const std::size_t completion_tokens = count_words(text);
    writer.key("usage").begin_object().field("prompt_tokens", static_cast<std::int64_t>(prompt_tokens));
    writer.field("completion_tokens", static_cast<std::int64_t>(completion_tokens));
    writer.field("total_tokens", static_cast<std::int64_t>(prompt_tokens + completion_tokens)).end_object();
}

struct Bill {
    double input_words;
    double output_words;
    double input_coins;
    double output_coins;
    double total() const { return input_coins + output_coins; }
};

Bill bill(const Model& model, const Question& question, const std::string& answer) {
    const double in = static_cast<double>(question.words);
    const double out = static_cast<double>(count_words(answer));
    return {in, out, in * model.coins_per_100_words / 100, out * model.coins_per_100_words / 100};
}

HttpServerResponse no_such_model(std::string_view id) {
    return refusal(422, "Model not found: " + std::string(id.substr(0, 100)));
}

HttpServerResponse out_of_coins() {
    return refusal(402, "Insufficient coins");
}

}  // namespace

std::string answer_text(std::string_view last_user_text, std::size_t earlier_turns) {
    return "You said: " + std::string(last_user_text) + " (earlier turns: " + std::to_string(earlier_turns) +
           ")";
}

HttpServerResponse refusal(int status, std::string_view text) {
    json::Writer writer;
    writer.begin_object().field("success", false).field("error", text).end_object();
    return HttpServerResponse::json(status, std::move(writer).str());
}

HttpServerResponse chat_completion(std::string_view body, Account& account, ContentShape shape) {
    const Result<json::Document> document = json::Document::parse(std::string(body));
    if (!document || !document->root().is_object()) return refusal(400, "the body is not a JSON object");
    const json::Value root = document->root();
    Question question;
    std::string problem = bad_settings(root);
    if (problem.empty()) problem = read_messages(root["messages"], question);
    if (!problem.empty()) return refusal(422, problem);
    const Model* model = find_model(root["model"].string());
    if (!model) return no_such_model(root["model"].string());
    const std::string answer = answer_text(question.text, question.earlier_turns);
    const Bill price = bill(*model, question, answer);
    if (!account.spend(price.total())) return out_of_coins();
    json::Writer writer;
    writer.begin_object();
    write_completion(writer, *model, answer, shape, question.words);
    write_numbers(writer, "price", price.input_coins, price.output_coins);
    write_numbers(writer, "words", price.input_words, price.output_words);
    return HttpServerResponse::json(201, std::move(writer.end_object()).str());
}

HttpServerResponse prompt_completion(std::string_view body, Account& account, bool v1) {
    const Result<json::Document> document = json::Document::parse(std::string(body));
    if (!document || !document->root().is_object()) return refusal(400, "the body is not a JSON object");
    const json::Value root = document->root();
    if (const std::string problem = bad_settings(root); !problem.empty()) return refusal(422, problem);
    const std::string_view text = root["message"].string();
    if (text.empty()) return refusal(422, "message is required");
    if (v1 && (root["models"].size() < 1 || root["models"].size() > 4))
        return refusal(422, "models must have 1 to 4 ids");
    const std::string_view id = v1 ? root["models"].at(0).string() : root["model"].string();
    const Model* model = find_model(id);
    if (!model) return no_such_model(id);
    Question question;
    question.words = count_words(text);
    const std::string answer = answer_text(text, 0);
    const Bill price = bill(*model, question, answer);
    if (!account.spend(price.total())) return out_of_coins();
    json::Writer writer;
    writer.begin_object().key("data").begin_object();
    if (v1) {
        write_numbers(writer, "overall_price", price.input_coins, price.output_coins);
        write_numbers(writer, "overall_words", price.input_words, price.output_words);
        writer.key("completions").begin_object().key(model->id).begin_object();
    }
    writer.key("completion").begin_object();
    write_completion(writer, *model, answer, ContentShape::text, question.words);
    writer.end_object();
    write_numbers(writer, "price", price.input_coins, price.output_coins);
    write_numbers(writer, "words", price.input_words, price.output_words);
    if (v1) writer.end_object().end_object();
    writer.end_object().field("success", true);
    return HttpServerResponse::json(201, std::move(writer.end_object()).str());
}

}  // namespace confab::straico_sandbox
