#pragma once
/// A command as the host understood its declaration: what application commands, tools and help are made of.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "confab/command.hpp"

namespace confab::inline v1 {

enum class ParameterType : std::uint8_t { string, integer, number, boolean, duration, user, channel, choice };

class CommandParameter {
public:
    std::string name;
    std::string help;  ///< May be empty.
    ParameterType type = ParameterType::string;
    bool required = true;
    bool named = false;     ///< `--name`.
    bool repeated = false;  ///< Any number of values.
    bool rest = false;      ///< The rest of the line, spaces included.
    std::vector<std::string> choices;
    std::optional<double> low;  ///< Least value; of a string, characters; of a duration, milliseconds.
    std::optional<double> high;
    std::optional<std::string> fallback;                           ///< As a user would write it.
    std::map<std::string, std::string, std::less<>> translations;  ///< Help by language.
};

class CommandSchema {
public:
    std::vector<std::string> path;  ///< {"roll"}, {"tag", "add"}
    std::string help;
    std::string usage;       ///< "roll [sides=6] [count=1]"
    std::string plugin;      ///< Who offers it.
    std::string permission;  ///< Empty: everybody.
    bool hidden = false;
    std::vector<CommandParameter> parameters;
    std::vector<std::string> aliases;
    std::vector<Example> examples;
    std::vector<std::string> platforms;                            ///< Empty: all.
    std::vector<ChannelKind> kinds;                                ///< Empty: all.
    std::map<std::string, std::string, std::less<>> translations;  ///< Help by language.
};

}  // namespace confab::inline v1
