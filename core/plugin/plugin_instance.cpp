#include "core/plugin/plugin_instance.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

namespace confab::core {
namespace {

// What an exception of the plugin says, as text made here: the object itself may not outlive the library.
std::string text_of(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& e) {
        return e.what();
    } catch (...) {
        return "an exception that is not a std::exception";
    }
}

}  // namespace

PluginInstance::PluginInstance(Host& host, Library library, Options options, Deadlines deadlines,
                               std::function<void(const std::string&)> on_fault)
    : host_(host),
      library_(std::move(library)),
      deadlines_(deadlines),
      context_(std::make_unique<PluginContext>(host, library_.descriptor().id, std::move(options),
                                               std::move(on_fault))) {}

PluginInstance::~PluginInstance() = default;

Adapter* PluginInstance::adapter() noexcept {
    return descriptor().platform ? static_cast<Adapter*>(plugin_) : nullptr;
}

std::vector<std::string> PluginInstance::missing() const {
    std::vector<std::string> ids;
    for (const char* const* id = descriptor().needs; *id; ++id)
        if (!host_.services.has(*id)) ids.emplace_back(*id);
    return ids;
}

bool PluginInstance::needs(std::string_view service) const {
    for (const char* const* id = descriptor().needs; *id; ++id)
        if (service == *id) return true;
    return false;
}

Task<Result<void>> PluginInstance::start() {
    std::exception_ptr failure;
    try {
        plugin_ = descriptor().create();
        Task<void> starting = plugin_->start(*context_);
        if (co_await host_.runtime.clock().run_for(deadlines_.start, std::move(starting)))
            co_return Result<void>();
        co_return Error(Errc::timeout,
                        "start() did not return within " + std::to_string(deadlines_.start.count()) + " ms");
    } catch (...) {
        failure = std::current_exception();
    }
    const std::string where = plugin_ ? "start() threw: " : "its constructor threw: ";
    co_return Error(Errc::internal, where + text_of(failure));
}

// An answer that is on its way should arrive. Looking again every few milliseconds is enough for this rare
// moment.
Task<void> PluginInstance::settle() {
    Clock& clock = host_.runtime.clock();
    const TimePoint deadline = clock.now() + deadlines_.settle;
    while (host_.dispatcher.is_busy(*context_) && clock.now() < deadline) co_await clock.sleep(Duration(5));
}

Task<std::vector<std::string>> PluginInstance::drain() {
    context_->close_gate();
    co_await settle();
    if (Adapter* adapter = this->adapter()) host_.accounts.expect_end(*adapter);
    if (plugin_) {
        std::exception_ptr failure;
        try {
            const bool stopped = co_await host_.runtime.clock().run_for(deadlines_.stop, plugin_->stop());
            if (!stopped)
                context_->log().warn("stop() did not return in time", {{"plugin", context_->plugin_id()}});
        } catch (...) {
            failure = std::current_exception();
        }
        if (failure) context_->fault("stop()", text_of(failure));
    }
    std::vector<std::string> hanging;
    if (Adapter* adapter = this->adapter())
        hanging = co_await host_.accounts.close(*adapter, deadlines_.stop);
    co_await context_->stop_servers();
    context_->tasks().cancel();
    const std::vector<std::string> tasks = co_await context_->tasks().join_for(deadlines_.stop);
    hanging.insert(hanging.end(), tasks.begin(), tasks.end());
    context_->withdraw_services();
    if (!hanging.empty()) co_return hanging;
    if (plugin_) {
        descriptor().destroy(plugin_);
        plugin_ = nullptr;
    }
    // One hop through the loop: completions that are queued already still run code of the library.
    co_await host_.runtime.clock().sleep(Duration(0));
    co_return hanging;
}

void PluginInstance::retire(bool unmap) {
    context_.reset();
    if (!unmap) library_.park();
}

}  // namespace confab::core
