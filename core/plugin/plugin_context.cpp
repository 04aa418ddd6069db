#include "core/plugin/plugin_context.hpp"

#include <cstring>
#include <stdexcept>

namespace confab::core {
namespace {

Task<void> repeat(Clock& clock, Duration period, std::function<Task<void>()> action) {
    for (;;) {
        co_await clock.sleep(period);
        co_await action();
    }
}

}  // namespace

class PluginContext::HostLease final : public Lease {
public:
    HostLease(std::string name, std::shared_ptr<const bool> alive)
        : name_(std::move(name)), alive_(std::move(alive)) {}
    bool is_open() const noexcept override { return *alive_; }
    const std::string& name() const noexcept { return name_; }

private:
    std::string name_;
    std::shared_ptr<const bool> alive_;  // shared with the context that made it
};

PluginContext::PluginContext(Host& host, std::string id, Options options,
                             std::function<void(const std::string&)> on_fault)
    : host_(host),
      id_(std::move(id)),
      options_(std::move(options)),
      log_(host.logs.logger(id_)),
      on_fault_(std::move(on_fault)),
      tasks_(host.runtime.executor(), *log_) {
    tasks_.on_fault(
        [this](const std::string& task, const std::string& what) { fault("task " + task, what); });
}

void PluginContext::fault(const std::string& where, const std::string& what) {
    log_->error("plugin fault", {{"plugin", id_}, {"in", where}, {"reason", what}});
    host_.metrics.counter("confab_plugin_faults_total", "plugin=\"" + id_ + "\"").add();
    if (on_fault_) on_fault_(where + ": " + what);
}

void PluginContext::every(Duration period, std::string name, std::function<Task<void>()> action) {
    if (period <= Duration(0)) throw std::invalid_argument("every: the period must be positive");
    tasks_.spawn(std::move(name), repeat(host_.runtime.clock(), period, std::move(action)));
}

Task<Result<Receipt>> PluginContext::send(ChannelRef where, Message message) {
    return host_.accounts.send(std::move(where), std::move(message));
}

Task<Result<Receipt>> PluginContext::reply(const MessageReceived& event, Message message) {
    return host_.accounts.reply(event, std::move(message));
}

void PluginContext::intercept_sending(SendInterceptor interceptor, int priority) {
    require_open();
    host_.interceptors.add_sending(*this, priority, std::move(interceptor));
}

Task<Result<MessageReceived>> PluginContext::ask(const MessageReceived& event, Question question) {
    return host_.conversations.ask(*this, event, std::move(question));
}

void PluginContext::add_interceptor(std::size_t event_index, int priority, Interceptor interceptor) {
    require_open();
    host_.interceptors.add(*this, event_index, priority, std::move(interceptor));
}

std::shared_ptr<Lease> PluginContext::make_lease(std::string name) {
    require_open();
    std::erase_if(leases_, [](const auto& lease) { return lease.expired(); });
    auto lease = std::make_shared<HostLease>(std::move(name), alive_);
    leases_.push_back(lease);
    return lease;
}

void PluginContext::close_gate(bool hold) {
    open_ = false;
    if (hold)
        host_.dispatcher.hold(*this, host_.commands.words_of(*this));
    else
        host_.dispatcher.remove(*this);
    host_.commands.remove(*this);
    host_.interceptors.remove(*this);
    host_.conversations.end(*this);
}

std::vector<std::string> PluginContext::residue() const {
    std::vector<std::string> found;
    for (const auto& weak : leases_)
        if (const auto lease = weak.lock())
            found.push_back("the callback `" + lease->name() + "` is still held by somebody");
    return found;
}

void* PluginContext::find_service(const char* id, bool required) {
    if (const auto own = own_services_.find(id); own != own_services_.end()) return own->second.get();
    if (std::shared_ptr<void> own = host_.services.make_own(id, *this))
        return own_services_.emplace(id, std::move(own)).first->second.get();
    void* service = host_.services.find(id);
    if (!service && required)
        throw std::logic_error("the service " + std::string(id) +
                               " is not there; list it in the plugin's Needs");
    if (service && std::strcmp(id, HttpServer::kServiceId) == 0) {
        if (!http_server_) http_server_.emplace(*static_cast<HttpServer*>(service));
        return static_cast<HttpServer*>(&*http_server_);
    }
    return service;
}

Task<void> PluginContext::stop_servers() {
    *alive_ = false;
    if (http_server_) co_await http_server_->stop_all();
}

void PluginContext::require_open() const {
    if (!open_) throw std::logic_error("plugin `" + id_ + "` registers something while it is being stopped");
}

void PluginContext::add_handler(std::size_t event_index, EventHandler handler) {
    require_open();
    host_.dispatcher.add(*this, event_index, std::move(handler));
}

void PluginContext::add_command(CommandSpec spec, CommandHandler handler) {
    require_open();
    host_.commands.add(*this, std::move(spec), std::move(handler));
}

}  // namespace confab::core
