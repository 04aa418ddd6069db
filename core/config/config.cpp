#include "core/config/config.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace confab::core {
namespace {

constexpr OptionSpec kBot[] = {
    {"name", OptionType::string, "confab", "What the bot is called; people can address it by this name.",
     false},
    {"prefix", OptionType::string, "!", "What a command starts with in a group channel.", false},
    {"owners", OptionType::list, "",
     "Who may administrate, as account/user, e.g. libera/alice or discord/1234.", false},
    {"language", OptionType::string, "en",
     "Of help, for users whose own the network does not tell: de, pt-BR.", false},
};

constexpr OptionSpec kStorage[] = {
    {"path", OptionType::string, "confab.db", "The database file; created when missing.", false},
};

constexpr OptionSpec kLog[] = {
    {"level", OptionType::string, "info", "trace, debug, info, warn or error.", false},
    {"file", OptionType::string, "", "A file to write to besides standard error.", false},
};

constexpr OptionSpec kAdmin[] = {
    {"listen", OptionType::string, "",
     "Where GET /metrics answers, e.g. 127.0.0.1:9464; empty: nowhere. Loopback addresses only.", false},
};

const std::vector<std::string> kSections = {"bot",     "networks", "plugins", "services",
                                            "storage", "log",      "admin"};

const Node& section(const Node& root, std::string_view key) {
    static const Node kNone;
    const Node* found = root.find(key);
    return found ? *found : kNone;
}

bool is_identifier(std::string_view text) {
    return !text.empty() && text.size() <= 64 &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") ==
               std::string_view::npos;
}

void read_networks(const Node& node, Config& config, Problems& problems) {
    if (node.kind != Node::Kind::map && node.kind != Node::Kind::null)
        problems.add(node.place, "networks must be a map: one key per account");
    for (const auto& [account, entry] : node.members) {
        const std::string path = "networks." + account;
        if (!is_identifier(account)) {
            problems.add(entry.key_place, "`" + account + "` is no account name; use letters, digits, - _ .");
            continue;
        }
        const Node* adapter = entry.find("adapter");
        if (!adapter || adapter->kind != Node::Kind::scalar || adapter->scalar.empty()) {
            problems.add(entry.key_place,
                         "`adapter` is missing under " + path + "; write adapter: irc, discord or matrix");
            continue;
        }
        NetworkEntry network;
        network.account = account;
        network.platform = adapter->scalar;
        network.node = entry;
        config.networks.push_back(std::move(network));
    }
}

void read_plugins(const Node& node, Config& config, Problems& problems) {
    if (node.kind != Node::Kind::map && node.kind != Node::Kind::null)
        problems.add(node.place,
                     "plugins must be a map: one key per plugin, `chat: {}` for one without options");
    for (const auto& [id, entry] : node.members) {
        if (!is_identifier(id)) {
            problems.add(entry.key_place, "`" + id + "` is no plugin name; use letters, digits, - _ .");
            continue;
        }
        PluginEntry plugin;
        plugin.id = id;
        plugin.node = entry;
        config.plugins.push_back(std::move(plugin));
    }
}

bool is_loopback(std::string_view listen) {
    return listen.starts_with("127.0.0.1:") || listen.starts_with("localhost:") ||
           listen.starts_with("[::1]:");
}

void check_values(const Config& config, const Node& root, Problems& problems) {
    const Node* listen = section(root, "admin").find("listen");
    if (listen && !config.admin.string("listen").empty() && !is_loopback(config.admin.string("listen")))
        problems.add(listen->place,
                     "`listen` under admin must be a loopback address with a port, e.g. "
                     "127.0.0.1:9464; put a reverse proxy before it to serve others");
    static const std::vector<std::string> kLevels = {"trace", "debug", "info", "warn", "error"};
    const std::string& level = config.log.string("level");
    if (std::find(kLevels.begin(), kLevels.end(), level) == kLevels.end() &&
        section(root, "log").find("level"))
        problems.add(
            section(root, "log").find("level")->place,
            "`level` under log must be trace, debug, info, warn or error" + did_you_mean(level, kLevels));
    const Node* owners = section(root, "bot").find("owners");
    for (const std::string& owner : config.bot.list("owners"))
        if (owner.find('/') == std::string::npos && owners)
            problems.add(owners->place, "owner `" + owner + "` must be account/user, e.g. libera/" + owner);
    const Node* prefix = section(root, "bot").find("prefix");
    if (prefix &&
        (config.bot.string("prefix").empty() || config.bot.string("prefix").find(' ') != std::string::npos))
        problems.add(prefix->place,
                     "`prefix` under bot must be one or more characters without a space, e.g. \"!\"");
}

}  // namespace

std::span<const OptionSpec> Config::bot_options() {
    return kBot;
}
std::span<const OptionSpec> Config::storage_options() {
    return kStorage;
}
std::span<const OptionSpec> Config::admin_options() {
    return kAdmin;
}
std::span<const OptionSpec> Config::log_options() {
    return kLog;
}

Config read_config(const Node& root, Problems& problems) {
    Config config;
    if (root.kind != Node::Kind::map && root.kind != Node::Kind::null)
        problems.add(root.place, "the file must be a map with the sections bot, networks, plugins ...");
    for (const auto& [key, node] : root.members)
        if (std::find(kSections.begin(), kSections.end(), key) == kSections.end())
            problems.add(node.key_place, "unknown section `" + key + "`" + did_you_mean(key, kSections));
    const Node& services = section(root, "services");
    config.bot = read_options(section(root, "bot"), kBot, "bot", problems);
    config.services = read_services(services, problems);
    config.admin = read_options(section(root, "admin"), kAdmin, "admin", problems);
    config.storage = read_options(section(root, "storage"), kStorage, "storage", problems);
    config.log = read_options(section(root, "log"), kLog, "log", problems);
    read_networks(section(root, "networks"), config, problems);
    read_plugins(section(root, "plugins"), config, problems);
    check_values(config, root, problems);
    return config;
}

Config load_config(const std::filesystem::path& file, const Environment& environment, Problems& problems) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    if (!in || !(text << in.rdbuf())) {
        problems.add(Place(), "cannot read the file; create it, or name another with -c FILE");
        return read_config(Node(), problems);
    }
    return read_config(parse_tree(text.str(), file.parent_path(), environment, problems), problems);
}

}  // namespace confab::core
