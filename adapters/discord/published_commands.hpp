#pragma once
/// Commands as Discord's application commands, and back from an interaction to the command's own names.

#include <string>
#include <string_view>
#include <vector>

#include "confab/command_schema.hpp"

namespace confab::discord {

class PublishedOption {
public:
    std::string shown;  ///< As Discord knows it.
    std::string name;   ///< As the command declared it.
    ParameterType type = ParameterType::string;
    bool named = false;
};

class PublishedCommand {
public:
    std::string shown;                     ///< "tag add", as Discord knows it.
    std::string path;                      ///< As declared.
    std::vector<PublishedOption> options;  ///< In the order of the declaration.
};

class PublishedCommands {
public:
    std::string json = "[]";                 ///< Body of the bulk overwrite; the same for the same commands.
    std::vector<PublishedCommand> commands;  ///< What is in it.
    std::vector<std::string> left_out;       ///< "tag: reason", for what Discord cannot express.

    /// nullptr for one that was not published.
    const PublishedCommand* find(std::string_view shown) const;
};

/// Hidden commands and those of other platforms are left out without a word.
PublishedCommands publishable(const std::vector<CommandSchema>& schemas);

}  // namespace confab::discord
