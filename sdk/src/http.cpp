#include <algorithm>

#include "confab/service/http_server.hpp"

namespace confab::inline v1 {
namespace {

bool same_name(std::string_view a, std::string_view b) {
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](char x, char y) { return lower(x) == lower(y); });
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string url_decode(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += ' ';
        } else if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
                   hex_digit(text[i + 2]) >= 0) {
            out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

}  // namespace

void HttpHeaders::set(std::string_view name, std::string value) {
    std::erase_if(fields_, [&](const auto& field) { return same_name(field.first, name); });
    fields_.emplace_back(name, std::move(value));
}

std::string_view HttpHeaders::get(std::string_view name) const noexcept {
    for (const auto& [key, value] : fields_)
        if (same_name(key, name)) return value;
    return {};
}

bool HttpHeaders::has(std::string_view name) const noexcept {
    return std::any_of(fields_.begin(), fields_.end(),
                       [&](const auto& f) { return same_name(f.first, name); });
}

HttpRequest HttpRequest::json(std::string method, std::string url, std::string body) {
    HttpRequest request(std::move(method), std::move(url));
    request.headers.add("Content-Type", "application/json");
    request.body = std::move(body);
    return request;
}

HttpRequest HttpRequest::form(std::string method, std::string url,
                              std::span<const std::pair<std::string, std::string>> fields) {
    HttpRequest request(std::move(method), std::move(url));
    request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    for (const auto& [name, value] : fields) {
        if (!request.body.empty()) request.body += '&';
        request.body += url_encode(name) + "=" + url_encode(value);
    }
    return request;
}

HttpPart HttpPart::field(std::string name, std::string value) {
    HttpPart part;
    part.name = std::move(name);
    part.content = std::move(value);
    return part;
}

HttpPart HttpPart::bytes(std::string name, std::string file_name, std::string content,
                         std::string content_type) {
    HttpPart part = field(std::move(name), std::move(content));
    part.file_name = std::move(file_name);
    part.content_type = std::move(content_type);
    return part;
}

HttpPart HttpPart::file(std::string name, std::string path, std::string content_type) {
    HttpPart part;
    part.name = std::move(name);
    part.file_name = path.substr(path.find_last_of('/') + 1);
    part.path = std::move(path);
    part.content_type = std::move(content_type);
    return part;
}

std::string url_encode(std::string_view text) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                                c == '-' || c == '.' || c == '_' || c == '~';
        if (unreserved) {
            out += c;
        } else {
            out += '%';
            out += kHex[static_cast<unsigned char>(c) >> 4];
            out += kHex[static_cast<unsigned char>(c) & 15];
        }
    }
    return out;
}

std::string HttpServerRequest::query(std::string_view name) const {
    const std::size_t mark = target.find('?');
    std::string_view rest =
        mark == std::string::npos ? std::string_view() : std::string_view(target).substr(mark + 1);
    while (!rest.empty()) {
        const std::string_view pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
        const std::size_t equals = pair.find('=');
        if (url_decode(pair.substr(0, equals)) == name)
            return equals == std::string_view::npos ? std::string() : url_decode(pair.substr(equals + 1));
    }
    return {};
}

HttpServerResponse::HttpServerResponse(int status_in, std::string body_in, std::string content_type)
    : status(status_in), body(std::move(body_in)) {
    if (!content_type.empty()) headers.add("Content-Type", std::move(content_type));
}

HttpServerResponse HttpServerResponse::json(int status, std::string body) {
    return HttpServerResponse(status, std::move(body), "application/json");
}

HttpServerResponse HttpServerResponse::raw(std::string bytes) {
    HttpServerResponse response(200, std::move(bytes));
    response.kind = Kind::raw;
    return response;
}

HttpServerResponse HttpServerResponse::drop() {
    HttpServerResponse response;
    response.kind = Kind::drop;
    return response;
}

HttpServerResponse HttpServerResponse::reset() {
    HttpServerResponse response;
    response.kind = Kind::reset;
    return response;
}

HttpServerResponse HttpServerResponse::upgrade(
    std::function<Task<void>(std::unique_ptr<WebSocket>)> session) {
    HttpServerResponse response(101);
    response.kind = Kind::upgrade;
    response.session = std::move(session);
    return response;
}

}  // namespace confab::inline v1
