#pragma once
/// What Discord's REST errors mean to a caller.

#include "confab/result.hpp"
#include "confab/service/http_client.hpp"

namespace confab::discord {

/// The error a refused call is reported as: kind by status and JSON code, text "Missing Permissions (50013)".
/// `what` names the call, e.g. "sending a message".
Error api_error(const HttpResponse& response, std::string_view what);

}  // namespace confab::discord
