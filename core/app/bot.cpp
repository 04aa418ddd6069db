#include "core/app/bot.hpp"

#include "core/app/admin_server.hpp"
#include "core/app/ledger_keeper.hpp"
#include "core/app/service_totals.hpp"
#include "core/app/settings.hpp"
#include "core/app/version.hpp"
#include "core/command/help.hpp"
#include "core/command/router.hpp"
#include "core/crypto/crypto.hpp"
#include "core/crypto/random.hpp"
#include "core/http/client.hpp"
#include "core/http/scoped_client.hpp"
#include "core/metrics/registry.hpp"
#include "core/net/http_server.hpp"
#include "core/net/transport.hpp"
#include "core/net/websocket_client.hpp"
#include "core/plugin/supervisor.hpp"
#include "core/redis/redis_cache.hpp"
#include "core/runtime/watchdog.hpp"
#include "core/storage/storage.hpp"
#include "core/straico/core_straico.hpp"

namespace confab::core {
namespace {

std::unique_ptr<Database> open_database(const Config& config) {
    Result<std::unique_ptr<Database>> database = Database::open(config.storage.string("path"));
    if (!database) throw ErrorException(database.error());
    return std::move(*database);
}

// What the core itself registers belongs to it.
class CoreOwner final : public Owner {
public:
    CoreOwner(Runtime& runtime, std::unique_ptr<Logger> log)
        : log_(std::move(log)), tasks_(runtime.executor(), *log_) {}
    std::string_view id() const noexcept override { return "core"; }
    TaskScope& tasks() noexcept override { return tasks_; }
    Logger& log() noexcept override { return *log_; }
    void fault(const std::string& where, const std::string& what) override {
        log_->error("fault in the core", {{"in", where}, {"reason", what}});
    }

private:
    std::unique_ptr<Logger> log_;
    TaskScope tasks_;
};

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
          router_config(router_settings(config)),
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
          ledger(straico.books(), straico_storage, runtime.clock(), *straico_log) {
        services.provide<Clock>(runtime.clock());
        services.provide<Random>(random);
        services.provide<Crypto>(crypto);
        services.provide<Metrics>(metrics);
        services.provide<Transport>(transport);
        services.provide<HttpServer>(http_server);
        services.provide<WebSocketClient>(websocket);
        services.provide_each<HttpClient>(
            http, [this](const std::string& plugin) { return std::make_shared<ScopedClient>(http, plugin); });
        services.provide_each<Straico>(
            straico, [this](const std::string& plugin) { return straico.for_plugin(plugin); });
        services.provide<Directory>(directory);
        register_help(commands, core, router_config.prefix);
        dispatcher.set_router(
            [this](const std::shared_ptr<const Event>& event) { return router.route(event); });
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
    RouterConfig router_config;
    std::unique_ptr<Logger> log, net_log, http_log, straico_log;
    MetricsRegistry metrics;
    CoreCrypto crypto;
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
    ServiceRegistry services;
    CoreOwner core{runtime, logs.logger("core")};
    Lanes lanes{metrics};
    Dispatcher dispatcher{lanes, metrics};
    CommandTable commands;
    Accounts accounts{runtime.executor(), runtime.clock(), dispatcher, logs, metrics, random};
    CommandRouter router{commands, lanes, accounts, router_config};
    Host host{runtime, logs, metrics, dispatcher, commands, services, accounts, *database};
    Supervisor supervisor{host};
    CoreDirectory directory{accounts, supervisor};
};

Bot::Bot(Runtime& runtime, LogSystem& logs, const Config& config)
    : parts_(std::make_unique<Parts>(runtime, logs, config)) {}
Bot::~Bot() = default;

ServiceRegistry& Bot::services() {
    return parts_->services;
}
Metrics& Bot::metrics() {
    return parts_->metrics;
}
Directory& Bot::directory() {
    return parts_->directory;
}

Task<void> Bot::start(Prepared prepared) {
    Parts& parts = *parts_;
    parts.core.tasks().spawn("watchdog", watch_loop(parts.runtime.clock(), *parts.log, parts.metrics));
    co_await parts.ledger.load();
    parts.core.tasks().spawn("ledger", parts.ledger.run());
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
    for (RefusedPlugin& refused : prepared.refused) parts.supervisor.add_failed(refused.id, refused.reason);
    for (PreparedPlugin& plugin : prepared.plugins)
        parts.supervisor.add(std::move(plugin.library), std::move(plugin.options));
    parts.supervisor.on_adapter_started([&parts, networks = std::move(prepared.networks)](
                                            Adapter& adapter, const PluginDescriptor& descriptor) {
        for (const PreparedNetwork& network : networks) {
            if (network.platform != descriptor.id) continue;
            try {
                parts.accounts.open(adapter, network.platform, AccountId(network.account), network.options,
                                    parts.bot_name);
            } catch (const std::exception& e) {
                parts.log->error("network not opened: correct its options",
                                 {{"network", network.account}, {"reason", e.what()}});
            }
        }
    });
    co_await parts.supervisor.start_ready();
}

Task<void> Bot::stop() {
    co_await parts_->supervisor.stop_all();
    parts_->commands.remove(parts_->core);
    parts_->dispatcher.remove(parts_->core);
    parts_->core.tasks().cancel();
    co_await parts_->core.tasks().join_for(Duration(2'000));
    co_await parts_->ledger.save();
    if (parts_->admin) co_await parts_->admin->stop();
    co_await parts_->http.stop();
    if (parts_->redis) co_await parts_->redis->stop();
    log_service_totals(parts_->metrics, parts_->straico.ledger(), *parts_->log);
}

}  // namespace confab::core
