#pragma once
/// The client-server API v3: builds requests and reads answers. Pure: sends nothing itself.

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "confab/json.hpp"
#include "confab/option.hpp"
#include "confab/result.hpp"
#include "confab/service/http_client.hpp"

namespace confab::matrix {

/// What an error answer means for whoever asked.
enum class Fault {
    transport,      ///< No answer, or none from a homeserver (HTML of a proxy, 5xx): try again later.
    rate_limited,   ///< M_LIMIT_EXCEEDED: the same request again, later.
    token_expired,  ///< M_UNKNOWN_TOKEN with soft_logout: log in again as the same device.
    token_unknown,  ///< M_UNKNOWN_TOKEN: the login is destroyed.
    user_locked,    ///< M_USER_LOCKED: keep everything and ask seldom until it passes.
    forbidden,      ///< M_FORBIDDEN, M_USER_SUSPENDED, M_USER_DEACTIVATED.
    not_found,      ///< M_NOT_FOUND, M_UNRECOGNIZED.
    too_large,      ///< M_TOO_LARGE.
    refused,        ///< Any other refusal; repeating it will not help.
};

/// An answer that is not a success.
class ApiError {
public:
    Fault fault = Fault::transport;
    int status = 0;       ///< 0: no HTTP answer at all.
    std::string errcode;  ///< "M_FORBIDDEN"; empty when the body was not a Matrix error.
    std::string text;     ///< The server's words, shortened.
    std::optional<Duration> retry_after;
    Delivery delivery = Delivery::sent;

    /// "403 M_FORBIDDEN: You are not in the room".
    std::string message() const;
    Error to_error(std::string_view what) const;
};

using Answer = std::variant<json::Document, ApiError>;

/// Reads an answer. Only a JSON object counts as the homeserver's word: whatever else arrives, with any
/// status, is a transport fault, since proxies put "403" and the like into pages of their own.
Answer read_answer(Result<HttpResponse> response, WallTime now);

/// The filter of every sync: no presence, no receipts, members only as far as needed, and only the state that
/// is used.
std::string sync_filter(unsigned timeline_limit);

/// Makes requests against one homeserver. Every identifier is percent-encoded; the token travels in the
/// Authorization header only.
class Requests {
public:
    explicit Requests(std::string homeserver);
    void use_token(Secret token) { token_ = std::move(token); }
    bool has_token() const { return !token_.empty(); }

    HttpRequest versions() const;
    HttpRequest whoami() const;
    HttpRequest login(std::string_view user, const Secret& password, std::string_view device_id,
                      std::string_view device_name) const;
    HttpRequest create_filter(std::string_view user_id, std::string_view filter_json) const;
    /// One /sync. `timeout` is how long the server may wait for something to happen.
    HttpRequest sync(std::string_view since, std::string_view filter, bool full_state,
                     Duration timeout) const;
    HttpRequest join(std::string_view room) const;
    /// Idempotent for the same transaction id.
    HttpRequest send_event(std::string_view room, std::string_view type, std::string_view txn,
                           std::string content) const;
    HttpRequest redact(std::string_view room, std::string_view event, std::string_view txn) const;
    HttpRequest typing(std::string_view room, std::string_view user_id, Duration timeout) const;
    HttpRequest put_account_data(std::string_view user_id, std::string_view type, std::string content) const;

private:
    HttpRequest make(std::string method, const std::string& path, std::string body = {}) const;
    std::string base_;
    Secret token_;
};

}  // namespace confab::matrix
