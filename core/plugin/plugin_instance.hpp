#pragma once
/// One generation of one plugin: loaded, started, drained.

#include <memory>
#include <optional>
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

class PluginInstance {
public:
    PluginInstance(Host& host, Library library, Options options, Deadlines deadlines,
                   std::function<void(const std::string& what)> on_fault);
    ~PluginInstance();

    const PluginDescriptor& descriptor() const noexcept { return library_.descriptor(); }
    const std::filesystem::path& file() const noexcept { return library_.file(); }
    PluginContext& context() noexcept { return *context_; }
    /// The plugin as an adapter, or nullptr.
    Adapter* adapter() noexcept;

    /// Services it needs that nobody offers now.
    std::vector<std::string> missing() const;
    bool needs(std::string_view service) const;

    /// Constructs and starts. The error says what failed; the instance must then be drained and dropped.
    Task<Result<void>> start();
    /// Gate, let handlers finish, stop, close accounts, cancel, join, undo, destroy. Returns the names of
    /// tasks that ignored all of that: then the plugin is stuck, stays in memory, and must not be destroyed.
    Task<std::vector<std::string>> drain();
    /// After a clean drain: `unmap` the library, else it is parked.
    void retire(bool unmap);

private:
    Task<void> settle();

    Host& host_;
    Library library_;
    Deadlines deadlines_;
    std::unique_ptr<PluginContext> context_;
    Plugin* plugin_ = nullptr;  // made and destroyed by the library
};

}  // namespace confab::core
