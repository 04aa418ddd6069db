#include "core/net/http_wire.hpp"

#include <algorithm>

namespace confab::core {
namespace {

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

std::string_view trimmed(std::string_view text) noexcept {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

bool is_field_value(std::string_view text) noexcept {
    return std::none_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

bool has_no_body(int status) noexcept {
    return status / 100 == 1 || status == 204 || status == 304;
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

bool has_token(std::string_view value, std::string_view token) noexcept {
    while (!value.empty()) {
        const std::size_t comma = std::min(value.find(','), value.size());
        if (same_name(trimmed(value.substr(0, comma)), token)) return true;
        value.remove_prefix(std::min(value.size(), comma + 1));
    }
    return false;
}

bool is_token(std::string_view text) noexcept {
    static constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
               kMarks.find(c) != kMarks.npos;
    });
}

std::string_view reason_phrase(int status) noexcept {
    switch (status) {
        case 101:
            return "Switching Protocols";
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 402:
            return "Payment Required";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 409:
            return "Conflict";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 426:
            return "Upgrade Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        default:
            return "Status";
    }
}

Result<void> append_fields(std::string& out, const HttpHeaders& headers,
                           std::initializer_list<std::string_view> skip) {
    for (const auto& [name, value] : headers.fields()) {
        if (std::any_of(skip.begin(), skip.end(), [&](std::string_view s) { return same_name(s, name); }))
            continue;
        if (!is_token(name)) return Error(Errc::invalid_argument, "not a header name");
        if (!is_field_value(value))
            return Error(Errc::invalid_argument, "a control character in the value of header " + name);
        out.append(name).append(": ").append(value).append("\r\n");
    }
    return {};
}

Result<std::string> response_bytes(const HttpServerResponse& response, bool keep_alive, bool head) {
    const bool bodyless = has_no_body(response.status);
    std::string out;
    out.reserve(256 + response.body.size());
    out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    out.append(reason_phrase(response.status)).append("\r\n");
    if (auto done =
            append_fields(out, response.headers, {"Content-Length", "Transfer-Encoding", "Connection"});
        !done)
        return done.error();
    if (!bodyless) out.append("Content-Length: ").append(std::to_string(response.body.size())).append("\r\n");
    out.append(keep_alive ? "\r\n" : "Connection: close\r\n\r\n");
    if (!head && !bodyless) out.append(response.body);
    return out;
}

}  // namespace confab::core
