#pragma once
/// A command's declared signature, parsed: "remind <in:duration> <what...>".

#include <string>
#include <string_view>
#include <vector>

#include "confab/command.hpp"
#include "confab/invocation.hpp"
#include "confab/option.hpp"

namespace confab::core {

class Parameter {
public:
    std::string name;
    OptionType type = OptionType::string;  ///< string, integer, number or duration
    bool required = true;
    bool rest = false;  ///< Takes the rest of the line, spaces included.
    std::optional<ArgumentValue> fallback;
};

class Signature {
public:
    /// Throws std::invalid_argument that quotes the signature and says what is wrong with it.
    static Signature parse(std::string_view text);

    const std::string& name() const noexcept { return name_; }
    const std::vector<Parameter>& parameters() const noexcept { return parameters_; }
    /// "roll [sides=6] [count=1]", for people.
    const std::string& usage() const noexcept { return usage_; }

private:
    std::string name_;
    std::vector<Parameter> parameters_;
    std::string usage_;
};

/// Converts what a user typed after the command's name. The error's context is one line for that user.
Result<Arguments> bind_arguments(const Signature& signature, std::string_view input);

}  // namespace confab::core
