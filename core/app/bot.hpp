#pragma once
/// The whole bot: every part of the core, made in order and wired once.

#include <memory>

#include "confab/service/directory.hpp"
#include "confab/service/metrics.hpp"
#include "core/app/prepare.hpp"
#include "core/command/table.hpp"
#include "core/config/config.hpp"
#include "core/log/log.hpp"
#include "core/plugin/plugin_source.hpp"
#include "core/plugin/services.hpp"
#include "core/runtime/runtime.hpp"

namespace confab::core {

class Bot {
public:
    /// Throws ErrorException when the database cannot be opened.
    Bot(Runtime& runtime, LogSystem& logs, const Config& config);
    ~Bot();

    /// Where plugins come from that are loaded or reloaded later; without one there is no such thing. It
    /// outlives the bot.
    void set_source(PluginSource& source);
    /// Starts the plugins and opens the networks. Failures of single plugins are logged; the rest runs.
    Task<void> start(Prepared prepared);
    /// Stops plugins in reverse order, says goodbye on the networks.
    Task<void> stop();

    ServiceRegistry& services();
    Metrics& metrics();
    Directory& directory();
    const CommandTable& commands() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace confab::core
