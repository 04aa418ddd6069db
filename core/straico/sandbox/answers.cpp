#include "core/straico/sandbox/answers.hpp"

namespace confab::straico_sandbox {
namespace {

HttpServerResponse outcome(int status, bool success, const char* key, std::string_view text) {
    json::Writer writer;
    writer.begin_object().field("success", success).field(key, text).end_object();
    return HttpServerResponse::json(status, std::move(writer).str());
}

}  // namespace

HttpServerResponse refusal(int status, std::string_view text) {
    return outcome(status, false, "error", text);
}

HttpServerResponse message_refusal(int status, std::string_view text) {
    return outcome(status, false, "message", text);
}

HttpServerResponse done(std::string_view text) {
    return outcome(200, true, "message", text);
}

HttpServerResponse out_of_coins() {
    return refusal(402, "Insufficient coins");
}

HttpServerResponse no_such_model(std::string_view id) {
    return refusal(422, "Model not found: " + std::string(id.substr(0, 100)));
}

void write_sums(json::Writer& writer, const char* key, double input, double output) {
    writer.key(key).begin_object().field("input", input).field("output", output);
    writer.field("total", input + output).end_object();
}

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

}  // namespace confab::straico_sandbox
