#pragma once
/// The last step of validation: loads the libraries that bot.yaml names and checks the options they declare.
/// Starts nothing.

#include <string>
#include <vector>

#include "core/config/config.hpp"
#include "core/plugin/search_path.hpp"

namespace confab::core {

class PreparedPlugin {
public:
    PreparedPlugin(Library library_in, Options options_in)
        : library(std::move(library_in)), options(std::move(options_in)) {}
    Library library;
    Options options;
};

class RefusedPlugin {
public:
    RefusedPlugin(std::string id_in, std::string reason_in, Place place_in)
        : id(std::move(id_in)), reason(std::move(reason_in)), place(place_in) {}
    std::string id;
    std::string reason;
    Place place;
};

class PreparedNetwork {
public:
    std::string account;
    std::string platform;
    Options options;
};

class Prepared {
public:
    std::vector<PreparedPlugin> plugins;  ///< Adapters that a network names are among them.
    std::vector<RefusedPlugin> refused;   ///< Exist, but did not pass a gate: the bot runs without them.
    std::vector<PreparedNetwork> networks;
};

/// Names without a file, unknown keys and wrong values become problems.
Prepared prepare(const Config& config, const SearchPath& path, Problems& problems);

/// Every secret among the values, for masking.
std::vector<Secret> secrets_of(const Config& config, const Prepared& prepared);

}  // namespace confab::core
