#pragma once
/// What a plugin's file says about itself, read as bytes: none of its code runs, not even its static
/// constructors.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "confab/option.hpp"
#include "confab/result.hpp"

namespace confab::core {

class DescribedOption {
public:
    std::string key;
    OptionType type = OptionType::string;
    std::optional<std::string> fallback;
    std::string help;
    bool required = false;
};

class PluginDescription {
public:
    std::string id;
    std::string version;
    std::string platform;     ///< Of an adapter; else empty.
    std::string fingerprint;  ///< The name of the symbol.
    std::vector<std::string> needs;
    std::vector<std::string> offers;
    std::vector<DescribedOption> options;
    std::vector<DescribedOption> network_options;
    std::vector<DescribedOption> settings;
};

/// Errors: not_found (no such file), unsupported (not a plugin of this host; says what it is, and the cure).
Result<PluginDescription> read_description(const std::filesystem::path& file);
/// The same for the bytes of a file that is called `name` in errors.
Result<PluginDescription> read_description(std::string_view bytes, const std::string& name);

}  // namespace confab::core
