#pragma once
/// One generation of one plugin: constructed, started, drained.

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/plugin/library.hpp"
#include "core/plugin/plugin_context.hpp"

namespace confab::core {

class Deadlines {
public:
    Duration start{10'000};
    Duration settle{2'000};  ///< For handlers that are running to finish by themselves.
    Duration stop{5'000};    ///< For `Plugin::stop`, and again for joining its tasks.
};

/// What a generation left.
class Drained {
public:
    /// Names of tasks that ignored everything. Not empty: the plugin is stuck, its code may still be running,
    /// and neither the instance nor the library may ever be destroyed.
    std::vector<std::string> hanging;
    std::string state;  ///< For its successor: JSON, or empty.
    /// What is still held of it somewhere: then the library must stay in memory.
    std::vector<std::string> residue;
};

class PluginInstance {
public:
    /// `library` outlives the instance.
    PluginInstance(Host& host, Library& library, Options options, Deadlines deadlines,
                   std::function<void(const std::string& what)> on_fault);
    ~PluginInstance();

    const PluginDescriptor& descriptor() const noexcept { return library_.descriptor(); }
    PluginContext& context() noexcept { return *context_; }
    /// The plugin as an adapter, or nullptr.
    Adapter* adapter() noexcept;

    /// Services it needs that nobody offers now.
    std::vector<std::string> missing() const;
    bool needs(std::string_view service) const;

    /// Constructs it, hands it the state of its predecessor (empty: none) and starts it. The error says what
    /// failed; the instance must then be drained and dropped.
    Task<Result<void>> start(std::string state);
    /// Gate, let handlers finish, stop, close accounts, cancel, join, undo, destroy. `hold`: events that
    /// arrive from now on are kept for a successor; what handlers had not begun as well.
    Task<Drained> drain(bool hold);

private:
    Task<void> settle();
    Task<void> stop_plugin();
    std::string saved_state();
    std::vector<std::string> residue() const;

    Host& host_;
    Library& library_;
    Deadlines deadlines_;
    std::set<int> threads_before_;
    std::unique_ptr<PluginContext> context_;
    Plugin* plugin_ = nullptr;  // made and destroyed by the library
};

}  // namespace confab::core
