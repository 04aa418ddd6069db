#include "core/app/prepare.hpp"

#include "core/app/settings.hpp"

#include <algorithm>

namespace confab::core {
namespace {

class Preparation {
public:
    Preparation(const Config& config, const SearchPath& path, Problems& problems)
        : config_(config), path_(path), problems_(problems) {}

    Prepared run() {
        for (const PluginEntry& entry : config_.plugins) load(entry.id, entry.node);
        for (const NetworkEntry& entry : config_.networks) network(entry);
        return std::move(prepared_);
    }

private:
    // nullptr: not there (a problem was added) or refused.
    const PluginDescriptor* load(const std::string& id, const Node& node) {
        for (const PreparedPlugin& plugin : prepared_.plugins)
            if (id == plugin.library.descriptor().id) return &plugin.library.descriptor();
        for (const RefusedPlugin& refused : prepared_.refused)
            if (id == refused.id) return nullptr;
        Result<Library> library = path_.load(id);
        if (!library) {
            if (library.error().code() == Errc::not_found)
                problems_.add(node.key_place,
                              library.error().context() + did_you_mean(id, path_.available()));
            else
                prepared_.refused.emplace_back(id, library.error().context(), node.key_place);
            return nullptr;
        }
        const PluginDescriptor& descriptor = library->descriptor();
        Options options =
            read_options(node, {descriptor.options, descriptor.option_count}, "plugins." + id, problems_);
        prepared_.plugins.emplace_back(std::move(*library), std::move(options));
        return &prepared_.plugins.back().library.descriptor();
    }

    void network(const NetworkEntry& entry) {
        Node no_options;
        no_options.key_place = entry.node.find("adapter")->place;
        const PluginDescriptor* adapter = load(entry.platform, no_options);
        if (!adapter) return;
        if (!adapter->platform) {
            problems_.add(no_options.key_place, "the plugin `" + entry.platform +
                                                    "` is no adapter; write adapter: irc, "
                                                    "discord or matrix");
            return;
        }
        PreparedNetwork network;
        network.account = entry.account;
        network.platform = entry.platform;
        network.options = read_options(entry.node, {adapter->network_options, adapter->network_option_count},
                                       "networks." + entry.account, problems_, {"adapter"});
        prepared_.networks.push_back(std::move(network));
    }

    const Config& config_;
    const SearchPath& path_;
    Problems& problems_;
    Prepared prepared_;
};

void collect(const Options& options, const OptionSpec* specs, std::size_t count, std::vector<Secret>& out) {
    for (std::size_t i = 0; i < count; ++i)
        if (specs[i].type == OptionType::secret && options.has(specs[i].key))
            out.push_back(options.secret(specs[i].key));
}

}  // namespace

Prepared prepare(const Config& config, const SearchPath& path, Problems& problems) {
    if (const auto redis = redis_settings(config); !redis)
        problems.add(config.services.redis_place, "`redis` under services.cache: " + redis.error().context());
    if (const auto proxies = proxy_settings(config); !proxies)
        problems.add(config.services.proxy_place,
                     "`proxy` under services.http: " + proxies.error().context());
    return Preparation(config, path, problems).run();
}

std::vector<Secret> secrets_of(const Config& config, const Prepared& prepared) {
    std::vector<Secret> secrets = config.services.secrets();
    for (const PreparedPlugin& plugin : prepared.plugins) {
        const PluginDescriptor& descriptor = plugin.library.descriptor();
        collect(plugin.options, descriptor.options, descriptor.option_count, secrets);
        for (const PreparedNetwork& network : prepared.networks)
            if (descriptor.platform && network.platform == descriptor.id)
                collect(network.options, descriptor.network_options, descriptor.network_option_count,
                        secrets);
    }
    return secrets;
}

}  // namespace confab::core
