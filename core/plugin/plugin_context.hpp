#pragma once
/// The scope of one generation of a plugin: everything it registers goes through here and is undone here.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "confab/context.hpp"
#include "core/plugin/host.hpp"
#include "core/plugin/scoped_http_server.hpp"

namespace confab::core {

class PluginContext final : public Context, public Owner {
public:
    /// `on_fault` is told, on the I/O thread, of every exception that leaves a handler or task of the plugin.
    PluginContext(Host& host, std::string id, Options options,
                  std::function<void(const std::string& what)> on_fault);

    std::string_view plugin_id() const noexcept override { return id_; }
    std::string_view id() const noexcept override { return id_; }
    const Options& options() const noexcept override { return options_; }
    Logger& log() noexcept override { return *log_; }
    TaskScope& tasks() noexcept override { return tasks_; }
    void fault(const std::string& where, const std::string& what) override;
    void spawn(std::string name, Task<void> task) override { tasks_.spawn(std::move(name), std::move(task)); }
    void every(Duration period, std::string name, std::function<Task<void>()> action) override;
    Task<Result<Receipt>> send(ChannelRef where, Message message) override;
    Task<Result<Receipt>> reply(const MessageReceived& event, Message message) override;
    void intercept_sending(SendInterceptor interceptor, int priority) override;
    Task<Result<MessageReceived>> ask(const MessageReceived& event, Question question) override;

    /// No more events and commands reach the plugin; what runs goes on. `hold`: they are kept for its
    /// successor.
    void close_gate(bool hold);
    /// What is still somewhere after the drain and should not be: then the library must stay in memory.
    std::vector<std::string> residue() const;
    /// Ends the HTTP servers it started, with their handlers.
    Task<void> stop_servers();
    /// Takes its services back.
    void withdraw_services() { host_.services.remove(*this); }
    std::vector<std::string> offered() const { return host_.services.offered_by(*this); }

private:
    void* find_service(const char* id, bool required) override;
    void offer_service(const char* id, void* service) override { host_.services.offer(this, id, service); }
    void* find_capability(const AccountId& account, const char* id) override {
        return host_.accounts.capability(account, id);
    }
    void add_interceptor(std::size_t event_index, int priority, Interceptor interceptor) override;
    std::shared_ptr<Lease> make_lease(std::string name) override;
    void add_handler(std::size_t event_index, EventHandler handler) override;
    void add_command(CommandSpec spec, CommandHandler handler) override;
    Task<void> run_on_worker(std::function<void()> work) override {
        return host_.runtime.on_worker(std::move(work));
    }
    void require_open() const;
    class HostLease;

    Host& host_;
    std::string id_;
    Options options_;
    std::unique_ptr<Logger> log_;
    std::function<void(const std::string&)> on_fault_;
    std::optional<ScopedHttpServer> http_server_;  // these are made when asked for
    std::map<std::string, std::shared_ptr<void>> own_services_;
    std::vector<std::weak_ptr<HostLease>> leases_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // shared with the leases
    bool open_ = true;
    TaskScope tasks_;
};

}  // namespace confab::core
