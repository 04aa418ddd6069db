#pragma once
/// Checks of the body of POST and PATCH .../messages, as strict as the API and stricter: a key the API does
/// not declare is an error here, because it is a mistake there.

#include <optional>
#include <string>

#include "confab/json.hpp"
#include "world.hpp"

namespace confab::discord_sandbox {

/// What is wrong with a request, as the API's error body tells it.
struct Refusal {
    int status = 400;
    int code = 0;
    std::string message;
    std::string field;  ///< Of a form error (50035); with `field_code` and `message` at the leaf.
    std::string field_code;
    std::string body() const;
};

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
};

/// The request, or what is wrong with it. `creating`: a POST.
std::optional<Refusal> read_message_request(json::Value body, bool creating, MessageRequest& out);

std::size_t code_points(std::string_view text);

}  // namespace confab::discord_sandbox
