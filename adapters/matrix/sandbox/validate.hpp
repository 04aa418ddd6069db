#pragma once
/// The strict side of the stand-in: what a real homeserver refuses, and what a real client could not read.

#include <optional>
#include <string_view>

#include "confab/json.hpp"
#include "model.hpp"

namespace confab::matrix::sandbox {

/// Canonical JSON has integers only, within 2^53 (appendices, "Canonical JSON").
std::optional<Refusal> check_numbers(json::Value value);

/// The shape of the content of well-known event types.
std::optional<Refusal> check_content(std::string_view type, json::Value content);

/// The 65,536 bytes of a whole event, with an allowance for what the server adds.
std::optional<Refusal> check_size(const RoomEvent& event, std::string_view room);

}  // namespace confab::matrix::sandbox
