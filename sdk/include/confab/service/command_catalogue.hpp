#pragma once
/// Service: what the bot can do, for help pages, interfaces and AI models.

#include <string>
#include <string_view>
#include <vector>

#include "confab/abi.hpp"
#include "confab/command_schema.hpp"
#include "confab/json.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

class CONFAB_API CommandCatalogue {
public:
    static constexpr const char* kServiceId = "confab.command_catalogue/1";
    virtual ~CommandCatalogue();

    /// In alphabetical order.
    virtual std::vector<CommandSchema> all() const = 0;
    /// The tool of an AI model: {"name","description","parameters": JSON Schema}. The name is the path joined
    /// by "_".
    virtual std::string tool_schema(const CommandSchema& command) const = 0;
    /// Runs a command as a tool for the sender of `on_behalf_of`, with their permissions and cooldowns, and
    /// returns what it answered. Errors: not_found, invalid_argument, forbidden, rate_limited; in words that
    /// a model understands.
    virtual Task<Result<std::string>> call(const MessageReceived& on_behalf_of, std::string tool_name,
                                           json::Value arguments) = 0;
};

}  // namespace confab::inline v1
