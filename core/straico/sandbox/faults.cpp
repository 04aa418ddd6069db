#include "core/straico/sandbox/faults.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "core/straico/sandbox/answers.hpp"
#include "core/straico/sandbox/gzip.hpp"

namespace confab::straico_sandbox {
namespace {

constexpr std::string_view kFaults[] = {
    "error_string", "error_object", "error_message", "javascript",  "html",  "payment", "rate_limit",
    "status",       "drop",         "garbage",       "truncated",   "gzip",  "chunked", "idle_close",
    "slow",         "parts",        "empty",         "model_fails", "audio", "reset"};

int number_of(const std::string& argument, int otherwise) {
    int number = otherwise;
    std::from_chars(argument.data(), argument.data() + argument.size(), number);
    return number;
}

std::string text_or(const std::string& argument, const char* otherwise) {
    return argument.empty() ? otherwise : argument;
}

HttpServerResponse html(int status) {
    return HttpServerResponse(
        status, "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>", "text/html");
}

std::string head_of(const HttpServerResponse& answer, const std::string& framing) {
    return "HTTP/1.1 " + std::to_string(answer.status) +
           " Status\r\nContent-Type: " + std::string(answer.headers.get("Content-Type")) + "\r\n" + framing +
           "\r\n\r\n";
}

}  // namespace

bool is_fault(std::string_view name) {
    return std::find(std::begin(kFaults), std::end(kFaults), name) != std::end(kFaults);
}

std::optional<HttpServerResponse> answer_instead(const Fault& fault) {
    if (fault.name == "error_string") return refusal(422, text_or(fault.argument, "Model not found"));
    if (fault.name == "error_object")
        return HttpServerResponse::json(
            422,
            R"({"success":false,"error":{"overall_price":{},"overall_words":{},"completions":{"openai/gpt-4o-mini":)"
            R"({"completion":{"error":"the provider failed"},"price":{},"words":{}}}}})");
    if (fault.name == "error_message")
        return HttpServerResponse::json(500, R"({"success":false,"message":"something went wrong"})");
    if (fault.name == "javascript")
        return HttpServerResponse(500, "Cannot read properties of undefined (reading 'generate')",
                                  "text/plain");
    if (fault.name == "html") return html(number_of(fault.argument, 502));
    if (fault.name == "payment") return refusal(402, "Insufficient coins");
    if (fault.name == "status") return refusal(number_of(fault.argument, 503), "staged");
    if (fault.name == "drop") return HttpServerResponse::drop();
    if (fault.name == "reset") return HttpServerResponse::reset();
    if (fault.name == "garbage") return HttpServerResponse::raw("\x16\x03\x01 this is not HTTP\r\n\r\n");
    if (fault.name == "rate_limit") {
        HttpServerResponse answer = refusal(429, "Too many requests");
        answer.headers.add("Retry-After", std::to_string(number_of(fault.argument, 1)));
        return answer;
    }
    return {};
}

HttpServerResponse distort(const Fault& fault, HttpServerResponse answer) {
    if (fault.name == "truncated") {
        const std::string half = answer.body.substr(0, answer.body.size() / 2);
        return HttpServerResponse::raw(
            head_of(answer, "Content-Length: " + std::to_string(answer.body.size())) + half);
    }
    if (fault.name == "idle_close")  // `raw` closes without having said so
        return HttpServerResponse::raw(
            head_of(answer, "Content-Length: " + std::to_string(answer.body.size())) + answer.body);
    if (fault.name == "gzip") {
        answer.body = gzip_stored(answer.body);
        answer.headers.set("Content-Encoding", "gzip");
    }
    if (fault.name == "chunked") {
        std::string bytes = head_of(answer, "Transfer-Encoding: chunked");
        for (const char c : answer.body)
            bytes += std::string("1\r\n") + c + "\r\n";  // the worst legal framing
        return HttpServerResponse::raw(bytes + "0\r\n\r\n");
    }
    return answer;
}

Duration delay_of(const Fault& fault) {
    return Duration(fault.name == "slow" ? std::max(0, number_of(fault.argument, 1000)) : 0);
}

}  // namespace confab::straico_sandbox
