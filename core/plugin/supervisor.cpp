#include "core/plugin/supervisor.hpp"

#include <algorithm>
#include <deque>

namespace confab::core {

struct Supervisor::Entry {
    enum class State { waiting, starting, running, draining, failed, stopped, stuck };
    std::string id;
    std::string version;
    State state = State::waiting;
    std::string reason;
    std::unique_ptr<PluginInstance> instance;  // none once failed or stopped
    std::deque<TimePoint> faults;
};

namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
    return out;
}

}  // namespace

Supervisor::Supervisor(Host& host, Deadlines deadlines)
    : host_(host),
      deadlines_(deadlines),
      log_(host.logs.logger("plugins")),
      tasks_(host.runtime.executor(), *log_) {}

Supervisor::~Supervisor() {
    // Stuck plugins are still running: their instances are kept for ever.
    for (auto& entry : entries_)
        if (entry->instance) static_cast<void>(entry->instance.release());
}

Supervisor::Entry* Supervisor::find(std::string_view id) {
    const auto it =
        std::find_if(entries_.begin(), entries_.end(), [&](const auto& entry) { return entry->id == id; });
    return it == entries_.end() ? nullptr : it->get();
}

void Supervisor::add(Library library, Options options) {
    auto entry = std::make_unique<Entry>();
    entry->id = library.descriptor().id;
    entry->version = library.descriptor().version;
    auto on_fault = [this, id = entry->id](const std::string& what) {
        fault(id, what);
    };
    entry->instance = std::make_unique<PluginInstance>(host_, std::move(library), std::move(options),
                                                       deadlines_, std::move(on_fault));
    std::erase_if(entries_, [&](const auto& old) { return old->id == entry->id && !old->instance; });
    entries_.push_back(std::move(entry));
}

void Supervisor::add_failed(std::string id, std::string reason) {
    log_->error("plugin refused", {{"plugin", id}, {"reason", reason}});
    auto entry = std::make_unique<Entry>();
    entry->id = std::move(id);
    entry->state = Entry::State::failed;
    entry->reason = std::move(reason);
    entries_.push_back(std::move(entry));
}

Task<void> Supervisor::start_ready() {
    for (bool progress = true; progress;) {
        progress = false;
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            Entry& entry = *entries_[i];
            if (entry.state != Entry::State::waiting || !entry.instance->missing().empty()) continue;
            co_await start_one(entry);
            progress = true;
        }
    }
    for (const auto& entry : entries_)
        if (entry->state == Entry::State::waiting)
            log_->warn("plugin waits for a service that nobody offers",
                       {{"plugin", entry->id}, {"service", joined(entry->instance->missing())}});
}

Task<void> Supervisor::start_one(Entry& entry) {
    entry.state = Entry::State::starting;
    const Result<void> started = co_await entry.instance->start();
    if (started) {
        entry.state = Entry::State::running;
        started_.push_back(entry.id);
        log_->info("plugin started", {{"plugin", entry.id}, {"version", entry.version}});
        if (Adapter* adapter = entry.instance->adapter(); adapter && adapter_started_)
            adapter_started_(*adapter, entry.instance->descriptor());
        co_return;
    }
    log_->error("plugin not started", {{"plugin", entry.id}, {"reason", started.error().message()}});
    entry.reason = started.error().context();
    const std::vector<std::string> hanging = co_await entry.instance->drain();
    if (!hanging.empty()) {
        entry.state = Entry::State::stuck;
        entry.reason += "; tasks still running: " + joined(hanging);
        co_return;
    }
    entry.instance->retire(false);
    entry.instance.reset();
    entry.state = Entry::State::failed;
}

Task<Result<void>> Supervisor::stop(std::string id, bool unmap) {
    Entry* entry = find(id);
    if (!entry || entry->state != Entry::State::running)
        co_return Error(Errc::not_found, "no plugin `" + id + "` is running");
    entry->state = Entry::State::draining;
    // Whoever uses its services goes first, and waits for them to come back.
    for (const std::string& service : entry->instance->context().offered()) {
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            Entry& other = *entries_[i];
            if (other.state != Entry::State::running || !other.instance->needs(service)) continue;
            const Result<void> stopped = co_await stop(other.id, false);
            if (!stopped)
                log_->warn("a dependent plugin did not stop",
                           {{"plugin", other.id}, {"reason", stopped.error().message()}});
        }
    }
    const std::vector<std::string> hanging = co_await entry->instance->drain();
    std::erase(started_, id);
    if (!hanging.empty()) {
        entry->state = Entry::State::stuck;
        entry->reason = "tasks that ignore cancellation: " + joined(hanging);
        log_->error("plugin stuck; it stays in memory", {{"plugin", id}, {"tasks", joined(hanging)}});
        co_return Error(Errc::timeout, "plugin `" + id + "` is stuck: " + joined(hanging));
    }
    entry->instance->retire(unmap);
    entry->instance.reset();
    entry->state = Entry::State::stopped;
    log_->info("plugin stopped", {{"plugin", id}});
    co_return Result<void>();
}

Task<void> Supervisor::stop_all() {
    while (!started_.empty()) {
        const std::string youngest = started_.back();
        const Result<void> stopped = co_await stop(youngest);
        if (!stopped) std::erase(started_, youngest);
    }
    for (auto& entry : entries_) {
        if (entry->state != Entry::State::waiting) continue;
        entry->instance.reset();
        entry->state = Entry::State::stopped;
    }
    tasks_.cancel();
    co_await tasks_.join_for(deadlines_.stop);
}

void Supervisor::fault(const std::string& id, const std::string& what) {
    Entry* entry = find(id);
    if (!entry || entry->state != Entry::State::running) return;
    const TimePoint now = host_.runtime.clock().now();
    entry->faults.push_back(now);
    while (now - entry->faults.front() > kFaultWindow) entry->faults.pop_front();
    if (entry->faults.size() < kFaultsToDisable) return;
    entry->faults.clear();
    tasks_.spawn("disable " + id, disable(id, what));
}

Task<void> Supervisor::disable(std::string id, std::string what) {
    log_->error("plugin disabled: it failed too often",
                {{"plugin", id}, {"faults", kFaultsToDisable}, {"within", kFaultWindow}, {"last", what}});
    co_await stop(id);
    Entry* entry = find(id);
    if (entry && entry->state == Entry::State::stopped) {
        entry->state = Entry::State::failed;
        entry->reason = "disabled after " + std::to_string(kFaultsToDisable) + " faults; the last: " + what;
    }
}

std::vector<PluginInfo> Supervisor::plugins() const {
    std::vector<PluginInfo> all;
    for (const auto& entry : entries_) {
        PluginInfo info;
        info.id = entry->id;
        info.version = entry->version;
        switch (entry->state) {
            case Entry::State::waiting:
                info.state = "waiting for " + joined(entry->instance->missing());
                break;
            case Entry::State::starting:
                info.state = "starting";
                break;
            case Entry::State::running:
                info.state = "running";
                break;
            case Entry::State::draining:
                info.state = "stopping";
                break;
            case Entry::State::failed:
                info.state = "failed: " + entry->reason;
                break;
            case Entry::State::stopped:
                info.state = "stopped";
                break;
            case Entry::State::stuck:
                info.state = "stuck: " + entry->reason;
                break;
        }
        all.push_back(std::move(info));
    }
    return all;
}

}  // namespace confab::core
