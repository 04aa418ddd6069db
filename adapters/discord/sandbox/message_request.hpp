#pragma once
/// Checks of the body of POST and PATCH .../messages, as strict as the API and stricter: a key the API does
/// not declare is an error here, because it is a mistake there.

#include <optional>
#include <string>

#include "components.hpp"
#include "confab/json.hpp"
#include "form.hpp"
#include "world.hpp"

namespace confab::discord_sandbox {

struct MessageRequest {
    std::string content;
    std::string nonce;
    bool enforce_nonce = false;
    std::string reply_to;
    bool fail_if_not_exists = true;
    bool has_allowed_mentions = false;
    bool parse_users = true;
    bool parse_everyone = true;
    std::vector<std::string> users;  ///< Explicitly allowed to be mentioned.
    std::optional<ButtonRows> rows;  ///< Not given: as it was.
};

/// The request, or what is wrong with it. `creating`: a POST.
std::optional<Refusal> read_message_request(json::Value body, bool creating, MessageRequest& out);

}  // namespace confab::discord_sandbox
