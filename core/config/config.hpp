#pragma once
/// bot.yaml, validated as far as it can be without loading plugins: the sections of the core as typed
/// options, the sections of networks and plugins as trees for `read_options` with what their libraries
/// declare.

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "confab/option.hpp"
#include "core/config/options.hpp"
#include "core/config/roles.hpp"
#include "core/config/service_options.hpp"
#include "core/config/tree.hpp"

namespace confab::core {

class NetworkEntry {
public:
    std::string account;   ///< The key.
    std::string platform;  ///< `adapter:`
    Node node;             ///< Everything, `adapter` included.
};

class PluginEntry {
public:
    std::string id;
    Node node;  ///< Its options; may be null.
};

class Config {
public:
    Options bot;
    ServiceOptions services;
    Options admin;
    Options storage;
    Options log;
    std::vector<RoleEntry> roles;
    std::vector<NetworkEntry> networks;
    std::vector<PluginEntry> plugins;

    static std::span<const OptionSpec> bot_options();
    static std::span<const OptionSpec> admin_options();
    static std::span<const OptionSpec> storage_options();
    static std::span<const OptionSpec> log_options();
};

/// Reads what `parse_tree` made.
Config read_config(const Node& root, Problems& problems);

/// Reads and parses the file; a file that cannot be read is a problem too.
Config load_config(const std::filesystem::path& file, const Environment& environment, Problems& problems);

}  // namespace confab::core
