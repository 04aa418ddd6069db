#include "core/http/request_bytes.hpp"

#include <algorithm>

#include "core/net/http_wire.hpp"

namespace confab::core {

bool is_safe(std::string_view method) noexcept {
    return method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "TRACE";
}

bool is_idempotent(const HttpRequest& request) noexcept {
    return request.idempotent || is_safe(request.method) || request.method == "PUT" ||
           request.method == "DELETE";
}

bool is_credential(std::string_view name) noexcept {
    static constexpr std::string_view kSigns[] = {"auth", "cookie", "token", "key", "secret"};
    return std::any_of(std::begin(kSigns), std::end(kSigns), [&](std::string_view sign) {
        for (std::size_t i = 0; i + sign.size() <= name.size(); ++i)
            if (same_name(name.substr(i, sign.size()), sign)) return true;
        return false;
    });
}

Result<std::string> request_bytes(const HttpRequest& request, const Url& url, const std::string& user_agent) {
    if (!is_token(request.method)) return Error(Errc::invalid_argument, "not an HTTP method");
    std::string out;
    out.reserve(512 + request.body.size());
    out.append(request.method).append(" ").append(url.target).append(" HTTP/1.1\r\nHost: ");
    out.append(url.authority()).append("\r\n");
    if (!request.headers.has("User-Agent")) out.append("User-Agent: ").append(user_agent).append("\r\n");
    if (!request.headers.has("Accept-Encoding")) out.append("Accept-Encoding: gzip, deflate\r\n");
    if (!request.headers.has("Accept")) out.append("Accept: */*\r\n");
    auto done = append_fields(out, request.headers,
                              {"Host", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive",
                               "Upgrade", "TE", "Trailer", "Expect"});
    if (!done) return done.error();
    const bool has_body = !request.body.empty() || request.method == "POST" || request.method == "PUT" ||
                          request.method == "PATCH";
    if (has_body) out.append("Content-Length: ").append(std::to_string(request.body.size())).append("\r\n");
    out.append("\r\n").append(request.body);
    return out;
}

}  // namespace confab::core
