#pragma once
/// From text to the typed values of declared options.

#include <span>
#include <string>
#include <string_view>

#include "confab/option.hpp"
#include "confab/result.hpp"
#include "core/config/tree.hpp"

namespace confab::core {

/// Converts a scalar. The error's context says what was expected: "a duration such as 30s, 5m or 250ms".
Result<OptionValue> parse_option(OptionType type, std::string_view text);

/// The declared default; monostate where there is none. A default that does not parse is a defect of the
/// declaration: throws std::logic_error.
OptionValue default_value(const OptionSpec& spec);

/// "30s", "5m", "250ms", "1h", "2d", or several: "1h30m".
Result<Duration> parse_duration(std::string_view text);

/// Reads a map against its declarations: unknown keys, wrong types and missing required keys become problems.
/// `path` names the map in them, e.g. "networks.libera". A null node counts as an empty map. Keys in `ignore`
/// are somebody else's.
Options read_options(const Node& node, std::span<const OptionSpec> specs, const std::string& path,
                     Problems& problems, const std::vector<std::string>& ignore = {});

}  // namespace confab::core
