#pragma once
/// Tells failures of the Straico API apart. Pure.

#include <string>
#include <string_view>

#include "confab/json.hpp"
#include "confab/result.hpp"
#include "confab/service/http_client.hpp"

namespace confab::core::straico {

/// The parsed body of an answer that reports success, or what went wrong. `what` names the call in the error.
/// The body is moved out of `response`.
Result<json::Document> open_reply(HttpResponse& response, std::string_view what);

/// The first human-readable text in an error body: a string or an object under `error`, `message`, `detail`,
/// or the error of one model under `completions`. Empty when there is none.
std::string_view error_text(json::Value body);

/// What a failed answer means to a caller. `text` is the error body's own words and may be empty.
Error make_error(const HttpResponse& response, std::string_view what, std::string_view text);

/// One line of bounded length, cut between characters: fit for a log.
std::string one_line(std::string_view text);

/// A 2xx answer without what the call promises.
Error unreadable(std::string_view what, std::string_view why);

}  // namespace confab::core::straico
