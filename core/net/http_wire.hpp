#pragma once
/// HTTP/1.1 messages to bytes. Nothing a caller puts into a header can end it: bad names and values are
/// refused.

#include <initializer_list>
#include <string>
#include <string_view>

#include "confab/result.hpp"
#include "confab/service/http_client.hpp"
#include "confab/service/http_server.hpp"

namespace confab::core {

bool same_name(std::string_view a, std::string_view b) noexcept;  ///< Without regard to ASCII case.
/// True when the comma-separated list `value` has `token`, e.g. Connection: keep-alive, Upgrade.
bool has_token(std::string_view value, std::string_view token) noexcept;
bool is_token(std::string_view text) noexcept;  ///< RFC 9110 section 5.6.2: what a name or a method may be.

std::string_view reason_phrase(int status) noexcept;

/// Appends "Name: value\r\n" for each field but those of `skip`. Errors: invalid_argument.
Result<void> append_fields(std::string& out, const HttpHeaders& headers,
                           std::initializer_list<std::string_view> skip);

/// Status line, fields, Content-Length and, unless `head`, the body.
Result<std::string> response_bytes(const HttpServerResponse& response, bool keep_alive, bool head);

}  // namespace confab::core
