#include "core/app/bot.hpp"

#include "core/app/admin_server.hpp"
#include "core/app/ledger_keeper.hpp"
#include "core/app/service_totals.hpp"
#include "core/app/settings.hpp"
#include "core/app/version.hpp"
#include "core/crypto/crypto.hpp"
#include "core/crypto/random.hpp"
#include "core/http/client.hpp"
#include "core/http/scoped_client.hpp"
#include "core/metrics/registry.hpp"
#include "core/net/http_server.hpp"
#include "core/net/transport.hpp"
#include "core/net/websocket_client.hpp"
#include "core/plugin/plugin_system.hpp"
#include "core/redis/redis_cache.hpp"
#include "core/runtime/code_pages.hpp"
#include "core/runtime/watchdog.hpp"
#include "core/storage/storage.hpp"
#include "core/straico/core_straico.hpp"
#include "core/text/unicode.hpp"

namespace confab::core {
namespace {

std::unique_ptr<Database> open_database(const Config& config) {
    Result<std::unique_ptr<Database>> database = Database::open(config.storage.string("path"));
    if (!database) throw ErrorException(database.error());
    return std::move(*database);
}

class CoreDirectory final : public Directory {
public:
    CoreDirectory(const Accounts& accounts, const Supervisor& supervisor)
        : accounts_(accounts), supervisor_(supervisor) {}
    std::vector<NetworkInfo> networks() const override { return accounts_.networks(); }
    std::vector<PluginInfo> plugins() const override { return supervisor_.plugins(); }
    std::string version() const override { return version_text(); }

private:
    const Accounts& accounts_;
    const Supervisor& supervisor_;
};

}  // namespace

Offload on_workers(Runtime& runtime) {
    return [&runtime](std::function<void()> work) {
        return runtime.on_worker(std::move(work));
    };
}

template <class T>
T or_throw(Result<T> result) {
    if (!result) throw ErrorException(result.error());
    return std::move(*result);
}

HttpConfig with_proxies(HttpConfig config, const ProxyRules& proxies) {
    config.proxy = [proxies](bool tls, const std::string& host, std::uint16_t port) {
        return proxies.for_target(tls, host, port);
    };
    return config;
}

// In the order of dependence: each part uses only what stands above it.
struct Bot::Parts {
    Parts(Runtime& runtime_in, LogSystem& logs_in, const Config& config)
        : runtime(runtime_in),
          logs(logs_in),
          bot_name(config.bot.string("name")),
          log(logs.logger("core")),
          net_log(logs.logger("net")),
          http_log(logs.logger("http")),
          straico_log(logs.logger("straico")),
          transport(runtime.executor(), metrics, *net_log, transport_settings(config)),
          http_server(runtime.executor(), transport, crypto, *net_log),
          proxies(or_throw(proxy_settings(config))),
          websocket(transport, crypto, random, proxies),
          redis(make_redis(config)),
          http(runtime.executor(), transport, runtime.clock(), random, metrics, *http_log,
               with_proxies(http_settings(config), proxies), on_workers(runtime), redis.get()),
          admin_listen(config.admin.string("listen")),
          straico(straico_settings(config), http, runtime.clock(), metrics, *straico_log),
          database(open_database(config)),
          straico_storage(runtime, *database, "core/straico"),
          ledger(straico.books(), straico_storage, runtime.clock(), *straico_log),
          plugins(runtime, logs, metrics, random, *database, plugin_settings(config)) {
        ServiceRegistry& services = plugins.services;
        services.provide<Crypto>(crypto);
        services.provide<Unicode>(unicode);
        services.provide<Transport>(transport);
        services.provide<HttpServer>(http_server);
        services.provide<WebSocketClient>(websocket);
        services.provide_each<HttpClient>(
            [this](Owner& plugin) { return std::make_shared<ScopedClient>(http, std::string(plugin.id())); },
            &http);
        services.provide_each<Straico>(
            [this](Owner& plugin) { return straico.for_plugin(std::string(plugin.id())); }, &straico);
        services.provide<Directory>(directory);
    }

    std::unique_ptr<RedisCache> make_redis(const Config& config) {
        std::optional<RedisCacheConfig> settings = or_throw(redis_settings(config));
        if (!settings) return nullptr;
        return std::make_unique<RedisCache>(runtime.executor(), transport, runtime.clock(), random, crypto,
                                            metrics, *http_log, std::move(*settings));
    }

    Runtime& runtime;
    LogSystem& logs;
    std::string bot_name;
    std::unique_ptr<Logger> log, net_log, http_log, straico_log;
    MetricsRegistry metrics;
    CoreCrypto crypto;
    CoreUnicode unicode;
    CoreRandom random;
    CoreTransport transport;
    CoreHttpServer http_server;
    ProxyRules proxies;
    CoreWebSocketClient websocket;
    std::unique_ptr<RedisCache> redis;  // null when none is configured
    CoreHttpClient http;
    std::string admin_listen;
    std::unique_ptr<AdminServer> admin;
    CoreStraico straico;
    std::unique_ptr<Database> database;
    SpaceStorage straico_storage;
    LedgerKeeper ledger;
    PluginSystem plugins;
    CoreDirectory directory{plugins.accounts, plugins.supervisor};
};

namespace {

/// Once the networks are connected, what only the start needed is given back; again now and then, for what
/// was used once.
Task<void> settle_down(Clock& clock) {
    for (Duration pause{3'000};; pause = std::chrono::hours(1)) {
        co_await clock.sleep(pause);
        give_back_code_pages();
    }
}

}  // namespace

Bot::Bot(Runtime& runtime, LogSystem& logs, const Config& config)
    : parts_(std::make_unique<Parts>(runtime, logs, config)) {}
Bot::~Bot() = default;

ServiceRegistry& Bot::services() {
    return parts_->plugins.services;
}
Metrics& Bot::metrics() {
    return parts_->metrics;
}
Directory& Bot::directory() {
    return parts_->directory;
}
const CommandTable& Bot::commands() const {
    return parts_->plugins.commands;
}

void Bot::set_source(PluginSource& source) {
    parts_->plugins.supervisor.set_source(source);
}

Task<void> Bot::start(Prepared prepared) {
    Parts& parts = *parts_;
    parts.plugins.core.tasks().spawn("watchdog",
                                     watch_loop(parts.runtime.clock(), *parts.log, parts.metrics));
    co_await parts.ledger.load();
    parts.plugins.core.tasks().spawn("ledger", parts.ledger.run());
    if (parts.redis) parts.redis->start();
    if (!parts.admin_listen.empty()) {
        auto admin = AdminServer::start(parts.http_server, parts.admin_listen, parts.metrics);
        if (admin) {
            parts.admin = std::move(*admin);
            parts.log->info("metrics are served", {{"port", parts.admin->port()}});
        } else {
            parts.log->error("metrics are not served: correct admin.listen",
                             {{"reason", admin.error().message()}});
        }
    }
    for (RefusedPlugin& refused : prepared.refused)
        parts.plugins.supervisor.add_failed(refused.id, refused.reason);
    for (PreparedPlugin& plugin : prepared.plugins)
        parts.plugins.supervisor.add(std::move(plugin.library), std::move(plugin.options));
    parts.plugins.supervisor.on_adapter_started([&parts, networks = std::move(prepared.networks)](
                                                    Adapter& adapter, const PluginDescriptor& descriptor) {
        for (const PreparedNetwork& network : networks) {
            if (network.platform != descriptor.id) continue;
            try {
                parts.plugins.accounts.open(adapter, network.platform, AccountId(network.account),
                                            network.options, parts.bot_name);
            } catch (const std::exception& e) {
                parts.log->error("network not opened: correct its options",
                                 {{"network", network.account}, {"reason", e.what()}});
            }
        }
    });
    co_await parts.plugins.supervisor.start_ready();
    parts.plugins.core.tasks().spawn("code pages", settle_down(parts.runtime.clock()));
}

Task<void> Bot::stop() {
    co_await parts_->plugins.stop();
    co_await parts_->ledger.save();
    if (parts_->admin) co_await parts_->admin->stop();
    co_await parts_->http.stop();
    if (parts_->redis) co_await parts_->redis->stop();
    log_service_totals(parts_->metrics, parts_->straico.ledger(), *parts_->log);
}

}  // namespace confab::core
