#pragma once
/// What somebody types into the command line of their client, as the client sends it: "/roll 6",
/// "/tag add name text of any length", "/roll sides:6".

#include <string>
#include <string_view>

#include "commands.hpp"
#include "confab/result.hpp"

namespace confab::discord_sandbox {

/// The `data` of an interaction, as JSON. Errors: invalid_argument, with the reason why the client would not
/// send it.
Result<std::string> typed_command(const PublishedCommand& command, std::string_view text, World& world);

}  // namespace confab::discord_sandbox
