#include "core/http/request_bytes.hpp"

#include <algorithm>

#include "core/http/content_decoder.hpp"
#include "core/net/http_wire.hpp"

namespace confab::core {

bool is_safe(std::string_view method) noexcept {
    return method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "TRACE";
}

bool is_idempotent(const HttpRequest& request) noexcept {
    return request.idempotent || is_safe(request.method) || request.headers.has("Idempotency-Key") ||
           request.method == "PUT" || request.method == "DELETE";
}

bool is_credential(std::string_view name) noexcept {
    static constexpr std::string_view kSigns[] = {"auth", "cookie", "token", "key", "secret"};
    return std::any_of(std::begin(kSigns), std::end(kSigns), [&](std::string_view sign) {
        for (std::size_t i = 0; i + sign.size() <= name.size(); ++i)
            if (same_name(name.substr(i, sign.size()), sign)) return true;
        return false;
    });
}

Result<OutgoingRequest> outgoing(const HttpRequest& request, const Url& url, const std::string& user_agent,
                                 std::string_view boundary) {
    if (!is_token(request.method)) return Error(Errc::invalid_argument, "not an HTTP method");
    Result<RequestBody> body = RequestBody::of(request, boundary);
    if (!body) return body.error();
    OutgoingRequest out;
    out.body_size = body->size();
    std::string& head = out.bytes;
    head.reserve(512 + request.body.size());
    head.append(request.method).append(" ").append(url.target).append(" HTTP/1.1\r\nHost: ");
    head.append(url.authority()).append("\r\n");
    if (!request.headers.has("User-Agent")) head.append("User-Agent: ").append(user_agent).append("\r\n");
    if (!request.headers.has("Accept-Encoding"))
        head.append("Accept-Encoding: ").append(accepted_codings()).append("\r\n");
    if (!request.headers.has("Accept")) head.append("Accept: */*\r\n");
    const bool multipart = !request.parts.empty();
    if (!body->content_type.empty() && (multipart || !request.headers.has("Content-Type")))
        head.append("Content-Type: ").append(body->content_type).append("\r\n");
    // The boundary is ours, and so is then the type that names it.
    const std::string_view not_theirs = multipart ? "Content-Type" : "Host";
    Result<void> done = append_fields(head, request.headers,
                                      {"Host", "Content-Length", "Transfer-Encoding", "Connection",
                                       "Keep-Alive", "Upgrade", "TE", "Trailer", "Expect", not_theirs});
    if (!done) return done.error();
    const bool has_body =
        out.body_size > 0 || request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
    if (has_body) head.append("Content-Length: ").append(std::to_string(out.body_size)).append("\r\n");
    head.append("\r\n");
    if (body->pieces.size() == 1 && body->pieces.front().path.empty())
        head.append(body->pieces.front().bytes);
    else
        out.pieces = std::move(body->pieces);
    return out;
}

}  // namespace confab::core
