#pragma once
/// Loads plugins, starts them when what they need is there, replaces them while the bot runs, stops them in
/// reverse order, disables those that fail.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "confab/service/directory.hpp"
#include "confab/service/plugin_control.hpp"
#include "core/plugin/plugin_instance.hpp"
#include "core/plugin/plugin_source.hpp"
#include "core/runtime/turns.hpp"

namespace confab::core {

/// I/O thread only. What changes the set of plugins runs one at a time, in the order it was asked for.
class Supervisor {
public:
    /// Called when an adapter has started, to open its accounts.
    using AdapterStarted = std::function<void(Adapter& adapter, const PluginDescriptor& descriptor)>;

    explicit Supervisor(Host& host, Deadlines deadlines = {});
    ~Supervisor();

    void on_adapter_started(AdapterStarted handler) { adapter_started_ = std::move(handler); }
    /// Needed by `load` and `reload` without a library. Outlives the supervisor's last operation.
    void set_source(PluginSource& source) { source_ = &source; }
    /// Libraries that were drained without residue are unmapped, and it is checked that they are. Else they
    /// stay in memory, which is always safe.
    void unmap_after_drain(bool unmap) { unmap_ = unmap; }

    /// Adds a loaded plugin. It starts with `start_ready`.
    void add(Library library, Options options);
    /// Records that a plugin could not be loaded, for `plugins()`.
    void add_failed(std::string id, std::string reason);
    /// Starts every plugin whose needs are met, until no more can.
    Task<void> start_ready();

    /// Loads and starts a plugin that is not running. The error says why it does not run.
    Task<Result<std::string>> load(std::string id);
    /// Drains one plugin. Those that need its services are drained first, and wait for them to come back.
    Task<Result<void>> stop(std::string id);
    /// Replaces a plugin by what its file now holds; one that does not run is loaded. Messages that arrive
    /// meanwhile are kept for it, and its state is handed over. When the new one is refused, nothing has
    /// happened; when it does not start, the old one is started again.
    Task<Result<std::string>> reload(std::string id);
    Task<Result<std::string>> reload(std::string id, Library library, Options options);
    /// Drains all, the youngest first.
    Task<void> stop_all();

    std::vector<PluginInfo> plugins() const;
    Result<PluginDetails> details(const std::string& id) const;
    /// `id` is `other`, or needs, directly or not, a service of it.
    bool depends_on(const std::string& id, const std::string& other) const;

    static constexpr unsigned kFaultsToDisable = 3;  ///< Within kFaultWindow.
    static constexpr Duration kFaultWindow{60'000};

private:
    struct Entry;
    using Entries = std::vector<Entry*>;

    void fault(const std::string& id, const std::string& what);
    Task<void> disable(std::string id, std::string what);
    Entry* find(std::string_view id) const;
    void make_instance(Entry& entry);
    Task<void> start_waiting();
    Task<Result<void>> start_one(Entry& entry, std::string state);
    Entries dependents(const Entry& entry) const;
    /// False when it is stuck.
    Task<bool> drain(Entry& entry, bool hold);
    void drop_library(Entry& entry, Library library);
    Task<Result<void>> stop_locked(std::string id);
    Task<Result<std::string>> load_locked(std::string id);
    Task<Result<std::string>> replace(Entry& entry, Library library, Options options);
    Task<Result<std::string>> swap(Entry& entry, Library library, Options options);

    Host& host_;
    Deadlines deadlines_;
    AdapterStarted adapter_started_;
    PluginSource* source_ = nullptr;
    bool unmap_ = false;
    Turns turns_;
    std::vector<std::unique_ptr<Entry>> entries_;  // in the order they were added
    std::vector<std::string> started_;             // in the order they started
    std::vector<std::unique_ptr<Entry>> stuck_;    // earlier ones of ids that were loaded again
    std::unique_ptr<Logger> log_;
    TaskScope tasks_;
};

}  // namespace confab::core
