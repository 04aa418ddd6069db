#pragma once
/// A command's declared signature, parsed: "mute <who:user> [--for:duration=10m] [reason...]". The grammar is
/// told at CommandSpec (confab/command.hpp).

#include <string>
#include <string_view>
#include <vector>

#include "confab/command_schema.hpp"

namespace confab::core {

class Signature {
public:
    /// Throws std::invalid_argument that quotes the signature and says what is wrong with it.
    static Signature parse(std::string_view text);

    /// {"tag", "add"}
    const std::vector<std::string>& path() const noexcept { return path_; }
    /// "tag add"
    const std::string& name() const noexcept { return name_; }
    /// In the order of the signature, options among them.
    const std::vector<CommandParameter>& parameters() const noexcept { return parameters_; }
    /// "roll [sides=6] [count=1]", for people.
    const std::string& usage() const noexcept { return usage_; }

    bool has_options() const noexcept { return has_options_; }
    /// By name; null: there is none.
    const CommandParameter* find(std::string_view name) const noexcept;

private:
    void read_path(std::string_view& rest);
    void add(CommandParameter parameter);

    std::vector<std::string> path_;
    std::string name_;
    std::vector<CommandParameter> parameters_;
    std::string usage_;
    bool has_options_ = false;
};

/// One to three words that may name a command: in lower case, joined by one space. Throws
/// std::invalid_argument.
std::vector<std::string> parse_path(std::string_view text);

}  // namespace confab::core
