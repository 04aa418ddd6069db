#pragma once
/// The application commands a bot has published.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "confab/json.hpp"
#include "form.hpp"
#include "world.hpp"

namespace confab::discord_sandbox {

struct CommandOption {
    std::int64_t type = 0;
    std::string name;
    bool required = false;
    std::vector<std::pair<std::string, std::string>> choices;  ///< Name, and value as JSON.
    std::optional<double> low;                                 ///< Of a value; of a string, its length.
    std::optional<double> high;
    std::vector<CommandOption> options;
};

struct PublishedCommand {
    std::string id;
    std::string version;
    std::string name;
    std::vector<std::int64_t> contexts;  ///< Empty: everywhere.
    std::vector<CommandOption> options;
    std::string fields;  ///< The request's own fields, "key":value,..., as the API gives them back.
};

/// Reads the body of the bulk overwrite, or says what is wrong with it (command_form.cpp).
std::optional<Refusal> read_commands(json::Value body, std::vector<PublishedCommand>& out);

class Commands {
public:
    /// As PUT /applications/{id}/commands.
    std::optional<Refusal> replace(json::Value body, World& world, WallTime now);
    const std::vector<PublishedCommand>& all() const { return all_; }
    const PublishedCommand* find(std::string_view name) const;
    unsigned replacements() const { return replacements_; }

    void write(json::Writer& out, const World& world) const;

private:
    std::vector<PublishedCommand> all_;
    unsigned replacements_ = 0;
};

}  // namespace confab::discord_sandbox
