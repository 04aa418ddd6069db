#include "core/plugin/plugin_system.hpp"

#include "core/command/help.hpp"
#include "core/schedule/plugin_scheduler.hpp"
#include "core/settings/plugin_settings.hpp"
#include "core/storage/plugin_sql.hpp"
#include "core/storage/storage.hpp"

namespace confab::core {

PluginSystem::PluginSystem(Runtime& runtime, LogSystem& logs, Metrics& metrics, Random& random,
                           Database& database, PluginSystemConfig config_in)
    : config(std::move(config_in)),
      core(runtime, logs.logger("core")),
      people(runtime, runtime.clock(), random, database, core.log()),
      permissions(config.router.owners, config.roles, people),
      settings(runtime, database, core.log()),
      lanes(metrics),
      dispatcher(lanes, metrics),
      accounts(runtime.executor(), runtime.clock(), dispatcher, logs, metrics, random),
      router(commands, lanes, accounts, config.router),
      host(runtime, logs, metrics, dispatcher, commands, services, accounts, database),
      supervisor(host, config.deadlines) {
    services.provide<Clock>(runtime.clock());
    services.provide<Random>(random);
    services.provide<Metrics>(metrics);
    services.provide_each<Storage>([&runtime, &database](Owner& plugin) {
        return std::make_unique<SpaceStorage>(runtime, database, "plugin/" + std::string(plugin.id()));
    });
    services.provide_each<Sql>([&runtime, &database](Owner& plugin) {
        return std::make_unique<PluginSql>(runtime, sql_file(database.file(), plugin.id()));
    });
    services.provide_each<Settings>([this](Owner& plugin) {
        return std::make_unique<PluginSettings>(settings, std::string(plugin.id()));
    });
    services.provide_each<Scheduler>([&runtime, &database](Owner& plugin) {
        return std::make_unique<PluginScheduler>(plugin, runtime, runtime.clock(), database);
    });
    services.provide<People>(people);
    services.provide<Permissions>(permissions);
    register_help(commands, core, config.router.prefix);
    dispatcher.set_router([this](const std::shared_ptr<const Event>& event) { return router.route(event); });
}

Task<void> PluginSystem::stop() {
    co_await supervisor.stop_all();
    commands.remove(core);
    dispatcher.remove(core);
    core.tasks().cancel();
    co_await core.tasks().join_for(Duration(2'000));
}

}  // namespace confab::core
