#pragma once
/// Everything between the networks and the plugins, wired once: accounts, dispatcher, commands, services and
/// the supervisor. The bot adds the services that need a network; the test kit and tests add their own.

#include "core/command/catalogue.hpp"
#include "core/command/publisher.hpp"
#include "core/command/router.hpp"
#include "core/conversation/account_choices.hpp"
#include "core/identity/linked_people.hpp"
#include "core/identity/role_permissions.hpp"
#include "core/plugin/core_owner.hpp"
#include "core/plugin/host.hpp"
#include "core/plugin/supervisor.hpp"
#include "core/settings/settings_store.hpp"

namespace confab::core {

class PluginSystemConfig {
public:
    RouterConfig router;
    std::vector<RoleEntry> roles;
    Deadlines deadlines;
    bool unmap = false;                        ///< See Supervisor::unmap_after_drain.
    const Permissions* permissions = nullptr;  ///< In place of those of `roles`: for tests.
};

/// I/O thread only. `stop` before it is destroyed.
class PluginSystem {
public:
    PluginSystem(Runtime& runtime, LogSystem& logs, Metrics& metrics, Random& random, Database& database,
                 PluginSystemConfig config);
    PluginSystem(const PluginSystem&) = delete;
    PluginSystem& operator=(const PluginSystem&) = delete;

    /// Drains every plugin, the youngest first, then what the core itself registered.
    Task<void> stop();

    // In the order of dependence: each uses only what stands above it.
    PluginSystemConfig config;
    ServiceRegistry services;
    CoreOwner core;
    LinkedPeople people;
    RolePermissions permissions;
    SettingsStore settings;
    Lanes lanes;
    Interceptors interceptors;
    Dispatcher dispatcher;
    CommandTable commands;
    Accounts accounts;
    AccountChoices choices;
    Conversations conversations;
    CommandRunner runner;
    CommandRouter router;
    TableCatalogue catalogue;
    CommandPublisher publisher;
    Host host;
    Supervisor supervisor;

private:
    /// `!more`: the rest of a long answer.
    void register_more();
};

}  // namespace confab::core
