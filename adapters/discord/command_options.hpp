#pragma once
/// The options of one application command.

#include <string>
#include <vector>

#include "confab/command_schema.hpp"
#include "confab/json.hpp"
#include "confab/result.hpp"
#include "published_commands.hpp"

namespace confab::discord {

/// One option, ready to be written.
class CommandOption {
public:
    const CommandParameter* parameter = nullptr;
    std::string name;
    std::string description;
};

/// Required ones first, as Discord wants them. The error's context says why the command cannot be offered.
Result<std::vector<CommandOption>> command_options(const CommandSchema& schema);

void write_option(json::Writer& out, const CommandOption& option);

/// Help by language as Discord's locales, under the key `description_localizations`.
void write_localizations(json::Writer& out,
                         const std::map<std::string, std::string, std::less<>>& translations);

/// Characters that count towards Discord's limit of 8000 a command.
std::size_t cost(const CommandOption& option);
std::size_t description_cost(std::string_view description,
                             const std::map<std::string, std::string, std::less<>>& translations);

}  // namespace confab::discord
