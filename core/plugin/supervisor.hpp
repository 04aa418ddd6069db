#pragma once
/// Loads plugins, starts them when what they need is there, stops them in reverse order, disables those that
/// fail.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "confab/service/directory.hpp"
#include "core/plugin/plugin_instance.hpp"

namespace confab::core {

class Supervisor {
public:
    /// Called when an adapter has started, to open its accounts.
    using AdapterStarted = std::function<void(Adapter& adapter, const PluginDescriptor& descriptor)>;

    explicit Supervisor(Host& host, Deadlines deadlines = {});
    ~Supervisor();

    void on_adapter_started(AdapterStarted handler) { adapter_started_ = std::move(handler); }

    /// Adds a loaded plugin. It starts with `start_ready`.
    void add(Library library, Options options);
    /// Records that a plugin could not be loaded, for `plugins()`.
    void add_failed(std::string id, std::string reason);
    /// Starts every plugin whose needs are met, until no more can.
    Task<void> start_ready();
    /// Drains one plugin, those that depend on it first. `unmap`: see PluginInstance::retire.
    Task<Result<void>> stop(std::string id, bool unmap = false);
    /// Drains all, the youngest first.
    Task<void> stop_all();

    std::vector<PluginInfo> plugins() const;

    static constexpr unsigned kFaultsToDisable = 3;  ///< Within kFaultWindow.
    static constexpr Duration kFaultWindow{60'000};

private:
    struct Entry;
    void fault(const std::string& id, const std::string& what);
    Task<void> disable(std::string id, std::string what);
    Task<void> start_one(Entry& entry);
    Entry* find(std::string_view id);

    Host& host_;
    Deadlines deadlines_;
    AdapterStarted adapter_started_;
    std::vector<std::unique_ptr<Entry>> entries_;  // in the order they were added
    std::vector<std::string> started_;             // in the order they started
    std::unique_ptr<Logger> log_;
    TaskScope tasks_;
};

}  // namespace confab::core
