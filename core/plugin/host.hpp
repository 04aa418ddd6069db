#pragma once

#include "core/account/accounts.hpp"
#include "core/command/table.hpp"
#include "core/conversation/conversations.hpp"
#include "core/event/dispatcher.hpp"
#include "core/log/log.hpp"
#include "core/plugin/services.hpp"
#include "core/runtime/runtime.hpp"
#include "core/settings/settings_store.hpp"
#include "core/storage/database.hpp"

namespace confab::core {

/// What plugins are wired to. All of it outlives every plugin.
class Host {
public:
    Host(Runtime& runtime_in, LogSystem& logs_in, Metrics& metrics_in, Dispatcher& dispatcher_in,
         CommandTable& commands_in, ServiceRegistry& services_in, Accounts& accounts_in,
         Database& database_in, Interceptors& interceptors_in, Conversations& conversations_in,
         SettingsStore& settings_in)
        : runtime(runtime_in),
          logs(logs_in),
          metrics(metrics_in),
          dispatcher(dispatcher_in),
          commands(commands_in),
          services(services_in),
          accounts(accounts_in),
          database(database_in),
          interceptors(interceptors_in),
          conversations(conversations_in),
          settings(settings_in) {}

    Runtime& runtime;
    LogSystem& logs;
    Metrics& metrics;
    Dispatcher& dispatcher;
    CommandTable& commands;
    ServiceRegistry& services;
    Accounts& accounts;
    Database& database;
    Interceptors& interceptors;
    Conversations& conversations;
    SettingsStore& settings;
};

}  // namespace confab::core
