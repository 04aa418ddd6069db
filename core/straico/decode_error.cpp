#include "core/straico/decode_error.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace confab::core::straico {
namespace {

constexpr std::size_t kMaxErrorText = 300;
constexpr std::int64_t kMaxRetryAfterSeconds = 24 * 60 * 60;

bool contains(std::string_view text, std::string_view word) {
    const auto same = [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
    };
    return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

// The service has one status (422) for many causes, and older endpoints fail with 200: only the words tell.
Errc by_words(std::string_view text, Errc otherwise) {
    const bool missing =
        contains(text, "not found") || contains(text, "not exist") || contains(text, "invalid model");
    if (contains(text, "model") && missing) return Errc::not_found;
    const bool lacking =
        contains(text, "insufficient") || contains(text, "not enough") || contains(text, "run out");
    if (lacking && (contains(text, "coin") || contains(text, "credit"))) return Errc::payment_required;
    return otherwise;
}

Errc classify(int status, std::string_view text) {
    switch (status) {
        case 401:
        case 403:
            return Errc::unauthorized;  // both mean the key: wrong, or without this permission
        case 402:
            return Errc::payment_required;
        case 404:
            return Errc::not_found;
        case 413:
            return Errc::too_large;
        case 429:
            return Errc::rate_limited;
        default:
            break;
    }
    if (status >= 500) return Errc::upstream;
    if (status >= 400) return by_words(text, Errc::invalid_argument);
    if (status >= 300) return Errc::protocol;
    return by_words(text, Errc::upstream);
}

std::optional<Duration> retry_after(const HttpResponse& response) {
    const std::string_view text = response.headers.get("Retry-After");
    std::int64_t seconds = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (text.empty() || bad != std::errc() || end != text.data() + text.size() || seconds < 0) return {};
    return std::chrono::seconds(std::min(seconds, kMaxRetryAfterSeconds));
}

// Recursion ends with the nesting of the document, which the parser bounds.
std::string_view first_text(json::Value value) {
    if (value.is_string()) return value.string();
    for (const json::Value item : value.items())
        if (const std::string_view text = first_text(item); !text.empty()) return text;
    return value.is_object() ? error_text(value) : std::string_view();
}

}  // namespace

std::string one_line(std::string_view text) {
    std::size_t end = std::min(text.size(), kMaxErrorText);
    while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    std::string line(text.substr(0, end));
    for (char& c : line)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    if (end < text.size()) line += "...";
    return line;
}

std::string_view error_text(json::Value body) {
    for (const char* key : {"error", "message", "detail", "errors", "completion"})
        if (const std::string_view text = first_text(body[key]); !text.empty()) return text;
    const json::Value completions = body["completions"];
    if (completions.is_object())
        for (std::size_t i = 0; i < completions.size(); ++i)
            if (const std::string_view text = first_text(completions.value_at(i)); !text.empty()) return text;
    return {};
}

Error make_error(const HttpResponse& response, std::string_view what, std::string_view text) {
    std::string context = "straico " + std::string(what) + ": status " + std::to_string(response.status);
    if (!text.empty()) context += ": " + one_line(text);
    Error error = Error(classify(response.status, text), std::move(context)).with(Delivery::sent);
    const std::optional<Duration> delay = retry_after(response);
    return delay ? std::move(error).with_retry_after(*delay) : error;
}

Error unreadable(std::string_view what, std::string_view why) {
    return Error(Errc::protocol, "straico " + std::string(what) + ": " + std::string(why))
        .with(Delivery::sent);
}

Result<json::Document> open_reply(HttpResponse& response, std::string_view what) {
    Result<json::Document> document = json::Document::parse(std::move(response.body));
    if (!document) {
        // An HTML page of a proxy, or plain text: its content helps nobody, its status still tells.
        if (!response.ok()) return make_error(response, what, "the answer is not JSON");
        return unreadable(what, document.error().context());
    }
    const json::Value root = document->root();
    const json::Value success = root["success"];
    const bool refused = success.is_bool() && !success.boolean();
    if (!response.ok() || refused) return make_error(response, what, error_text(root));
    return document;
}

}  // namespace confab::core::straico
