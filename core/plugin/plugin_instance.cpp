#include "core/plugin/plugin_instance.hpp"

#include "core/plugin/threads.hpp"
#include "core/runtime/failure.hpp"

namespace confab::core {

PluginInstance::PluginInstance(Host& host, Library& library, Options options, Deadlines deadlines,
                               std::function<void(const std::string&)> on_fault)
    : host_(host),
      library_(library),
      deadlines_(deadlines),
      threads_before_(running_threads()),
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

Task<Result<void>> PluginInstance::start(std::string state) {
    std::exception_ptr failure;
    const char* where = "its settings are declared wrongly: ";
    try {
        host_.settings.declare(descriptor().id, {descriptor().settings, descriptor().setting_count});
        where = "its constructor threw: ";
        plugin_ = descriptor().create();
        if (!state.empty()) {
            where = "load_state() threw: ";
            const Result<json::Document> document = json::Document::parse(std::move(state));
            if (document) plugin_->load_state(document->root());
        }
        where = "start() threw: ";
        Task<void> starting = plugin_->start(*context_);
        const bool started = co_await host_.runtime.clock().run_for(deadlines_.start, std::move(starting));
        if (started) co_return Result<void>();
        co_return Error(Errc::timeout,
                        "start() did not return within " + std::to_string(deadlines_.start.count()) + " ms");
    } catch (...) {
        failure = std::current_exception();
    }
    co_return Error(Errc::internal, where + text_of(failure));
}

// An answer that is on its way should arrive. Looking again every few milliseconds is enough for this rare
// moment.
Task<void> PluginInstance::settle() {
    Clock& clock = host_.runtime.clock();
    const TimePoint deadline = clock.now() + deadlines_.settle;
    while (host_.dispatcher.is_busy(*context_) && clock.now() < deadline) co_await clock.sleep(Duration(1));
}

Task<void> PluginInstance::stop_plugin() {
    std::exception_ptr failure;
    try {
        Task<void> stopping = plugin_->stop();
        const bool stopped = co_await host_.runtime.clock().run_for(deadlines_.stop, std::move(stopping));
        if (!stopped)
            context_->log().warn("stop() did not return in time", {{"plugin", context_->plugin_id()}});
    } catch (...) {
        failure = std::current_exception();
    }
    if (failure) context_->fault("stop()", text_of(failure));
}

std::string PluginInstance::saved_state() {
    std::string why;
    try {
        std::string state = plugin_->save_state();
        if (state.empty()) return {};
        const Result<json::Document> document = json::Document::parse(state);
        if (document) return state;
        why = "it is no JSON: " + document.error().context();
    } catch (...) {
        why = text_of(std::current_exception());
    }
    context_->fault("save_state()", why);
    return {};
}

std::vector<std::string> PluginInstance::residue() const {
    std::vector<std::string> found = context_->residue();
    for (const int thread : running_threads())
        if (!threads_before_.contains(thread))
            found.push_back("a thread that began while it ran is still there (" + std::to_string(thread) +
                            ")");
    return found;
}

Task<Drained> PluginInstance::drain(bool hold) {
    Drained drained;
    context_->close_gate(hold);
    co_await settle();
    if (hold) host_.dispatcher.hold_waiting(*context_);
    if (Adapter* adapter = this->adapter()) host_.accounts.expect_end(*adapter);
    if (plugin_) co_await stop_plugin();
    if (Adapter* adapter = this->adapter())
        drained.hanging = co_await host_.accounts.close(*adapter, deadlines_.stop);
    co_await context_->stop_servers();
    context_->tasks().cancel();
    const std::vector<std::string> tasks = co_await context_->tasks().join_for(deadlines_.stop);
    drained.hanging.insert(drained.hanging.end(), tasks.begin(), tasks.end());
    context_->withdraw_services();
    host_.settings.forget(descriptor().id);
    if (!drained.hanging.empty()) co_return drained;
    if (plugin_) {
        if (hold) drained.state = saved_state();
        descriptor().destroy(plugin_);
        plugin_ = nullptr;
    }
    // One hop through the loop: completions that are queued already still run code of the library.
    co_await host_.runtime.clock().sleep(Duration(0));
    drained.residue = residue();
    co_return drained;
}

}  // namespace confab::core
