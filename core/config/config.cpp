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
};

constexpr OptionSpec kHttp[] = {
    {"timeout", OptionType::duration, "30s",
     "Total time of a request over all attempts, where it names none.", false},
    {"connect_timeout", OptionType::duration, "10s", "Name lookup, TCP and TLS together.", false},
    {"max_connections", OptionType::integer, "10", "Connections in all, long-polls not counted.", false},
    {"max_per_host", OptionType::integer, "5", "Connections to one host.", false},
    {"keep_alive", OptionType::duration, "30s", "How long an idle connection is kept.", false},
    {"retries", OptionType::integer, "2", "Further attempts after a failure that may be repeated.", false},
    {"retry_base", OptionType::duration, "500ms", "Base of the exponential back-off.", false},
    {"cache", OptionType::boolean, "true", "Answer repeated GETs from memory where the caller allows it.",
     false},
    {"cache_entries", OptionType::integer, "100", "Answers kept at most.", false},
    {"cache_ttl", OptionType::duration, "5m", "Freshness where the answer gives none.", false},
    {"ca_file", OptionType::string, "", "PEM file of certificates trusted besides the system's.", false},
};

constexpr OptionSpec kStraico[] = {
    {"api_key", OptionType::secret, "", "Key of the Straico account.", false},
    {"base_url", OptionType::string, "https://api.straico.com", "Where the API is.", false},
};

constexpr OptionSpec kStorage[] = {
    {"path", OptionType::string, "confab.db", "The database file; created when missing.", false},
};

constexpr OptionSpec kLog[] = {
    {"level", OptionType::string, "info", "trace, debug, info, warn or error.", false},
    {"file", OptionType::string, "", "A file to write to besides standard error.", false},
};

const std::vector<std::string> kSections = {"bot", "networks", "plugins", "services", "storage", "log"};

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

void check_values(const Config& config, const Node& root, Problems& problems) {
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
std::span<const OptionSpec> Config::http_options() {
    return kHttp;
}
std::span<const OptionSpec> Config::straico_options() {
    return kStraico;
}
std::span<const OptionSpec> Config::storage_options() {
    return kStorage;
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
    const std::vector<std::string> known_services = {"http", "straico"};
    for (const auto& [key, node] : services.members)
        if (std::find(known_services.begin(), known_services.end(), key) == known_services.end())
            problems.add(node.key_place,
                         "unknown key `" + key + "` under services" + did_you_mean(key, known_services));

    config.bot = read_options(section(root, "bot"), kBot, "bot", problems);
    config.http = read_options(section(services, "http"), kHttp, "services.http", problems);
    config.straico = read_options(section(services, "straico"), kStraico, "services.straico", problems);
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
