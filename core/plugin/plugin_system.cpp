#include "core/plugin/plugin_system.hpp"

#include "core/plugin/plugin_control.hpp"
#include "core/schedule/plugin_scheduler.hpp"
#include "core/settings/plugin_settings.hpp"
#include "core/storage/plugin_sql.hpp"
#include "core/storage/storage.hpp"

namespace confab::core {
namespace {

template <class E>
constexpr std::size_t event_index() {
    return Event(std::in_place_type<E>).index();
}

}  // namespace

PluginSystem::PluginSystem(Runtime& runtime, LogSystem& logs, Metrics& metrics, Random& random,
                           Database& database, PluginSystemConfig config_in)
    : config(std::move(config_in)),
      core(runtime, logs.logger("core")),
      people(runtime, runtime.clock(), random, database, core.log()),
      permissions(config.router.owners, config.roles, people),
      settings(runtime, database, core.log()),
      lanes(metrics),
      interceptors(core, lanes),
      dispatcher(lanes, metrics),
      accounts(runtime.executor(), runtime.clock(), dispatcher, logs, metrics, random),
      choices(accounts),
      conversations(lanes, accounts, choices, runtime.clock()),
      runner(lanes, runtime.clock(), accounts, config.permissions ? *config.permissions : permissions),
      router(RouterParts(runtime, core, commands, lanes, accounts, accounts, conversations, runner),
             config.router),
      catalogue(commands, runner),
      publisher(accounts, commands, runtime.clock(), random, core.log()),
      host(runtime, logs, metrics, dispatcher, commands, services, accounts, database, interceptors,
           conversations, settings),
      supervisor(host, config.deadlines) {
    services.provide<Clock>(runtime.clock());
    services.provide<Random>(random);
    services.provide<Metrics>(metrics);
    services.provide_each<Storage>([&runtime, &database](Owner& plugin) {
        return std::make_unique<SpaceStorage>(runtime, database, "plugin/" + std::string(plugin.id()));
    });
    services.provide_each<PluginControl>([this](Owner& plugin) {
        return std::make_unique<CorePluginControl>(supervisor, settings, core, std::string(plugin.id()));
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
    services.provide<CommandCatalogue>(catalogue);
    commands.on_change([this] { publisher.on_table_changed(); });
    dispatcher.add(core, event_index<ConnectionChanged>(), [this](const Event& event) -> Task<void> {
        publisher.on_connection(std::get<ConnectionChanged>(event));
        co_return;
    });
    register_help(commands, core, router.help());
    register_more();
    supervisor.unmap_after_drain(config.unmap);
    dispatcher.set_interceptors(interceptors);
    dispatcher.set_router(router);
    dispatcher.set_answers(conversations);
    accounts.set_interceptors(interceptors);
}

void PluginSystem::register_more() {
    accounts.set_more_command(config.router.prefix + "more");
    CommandHandler handler = [this](Invocation& call) -> Task<Reply> {
        const Result<Receipt> sent = co_await accounts.more(call.event());
        if (!sent && sent.error().code() == Errc::not_found) co_return Reply("There is no more.");
        co_return Reply();
    };
    commands.add(core, CommandSpec("more", "Goes on with a long answer."), std::move(handler));
}

Task<void> PluginSystem::stop() {
    publisher.stop();
    co_await supervisor.stop_all();
    commands.remove(core);
    dispatcher.remove(core);
    core.tasks().cancel();
    co_await core.tasks().join_for(Duration(2'000));
}

}  // namespace confab::core
