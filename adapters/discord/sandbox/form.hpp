#pragma once
/// Checks of request bodies, and their refusals as the API writes them.

#include <span>
#include <string>
#include <string_view>

#include "confab/json.hpp"

namespace confab::discord_sandbox {

/// What is wrong with a request, as the API's error body tells it.
struct Refusal {
    int status = 400;
    int code = 0;
    std::string message;
    std::string field;  ///< Of a form error (50035), keys and indices with dots between; `field_code` and
                        ///< `message` stand at the leaf.
    std::string field_code;
    std::string body() const;
};

Refusal form_error(std::string field, std::string code, std::string message);

/// The first key of `object` that is none of `keys`; empty: none.
std::string undeclared(json::Value object, std::span<const std::string_view> keys);

std::size_t code_points(std::string_view text);

}  // namespace confab::discord_sandbox
