// Which plugins there are, starting them when they can, and what is known of them.
#include "core/plugin/supervisor.hpp"

#include <algorithm>

#include "core/plugin/supervised.hpp"

namespace confab::core {
namespace {

std::vector<std::string> listed(const char* const* ids) {
    std::vector<std::string> out;
    for (; *ids; ++ids) out.emplace_back(*ids);
    return out;
}

}  // namespace

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
    return out;
}

std::string Supervisor::Entry::describe() const {
    switch (state) {
        case State::waiting:
            return "waiting for " + joined(instance->missing());
        case State::starting:
            return "starting";
        case State::running:
            return "running";
        case State::draining:
            return "stopping";
        case State::failed:
            return "failed: " + reason;
        case State::stopped:
            return "stopped";
        case State::stuck:
            return "stuck: " + reason;
    }
    return {};
}

Supervisor::Supervisor(Host& host, Deadlines deadlines)
    : host_(host),
      deadlines_(deadlines),
      log_(host.logs.logger("plugins")),
      tasks_(host.runtime.executor(), *log_) {}

Supervisor::~Supervisor() {
    // Stuck plugins are still running: their instances and libraries are kept for ever.
    for (auto* list : {&entries_, &stuck_})
        for (auto& entry : *list) {
            if (!entry->instance) continue;
            static_cast<void>(entry->instance.release());
            if (entry->library) entry->library->park();
        }
}

Supervisor::Entry* Supervisor::find(std::string_view id) const {
    const auto it =
        std::find_if(entries_.begin(), entries_.end(), [&](const auto& entry) { return entry->id == id; });
    return it == entries_.end() ? nullptr : it->get();
}

void Supervisor::make_instance(Entry& entry) {
    auto on_fault = [this, id = entry.id](const std::string& what) {
        fault(id, what);
    };
    entry.instance = std::make_unique<PluginInstance>(host_, *entry.library, entry.options, deadlines_,
                                                      std::move(on_fault));
}

void Supervisor::add(Library library, Options options) {
    auto entry = std::make_unique<Entry>();
    entry->id = library.descriptor().id;
    entry->version = library.descriptor().version;
    entry->library.emplace(std::move(library));
    entry->options = std::move(options);
    for (auto it = entries_.begin(); it != entries_.end(); ++it) {
        if ((*it)->id != entry->id) continue;
        entry->generation = (*it)->generation;
        entry->residue = (*it)->residue;
        if ((*it)->state == Entry::State::stuck) stuck_.push_back(std::move(*it));
        entries_.erase(it);
        break;
    }
    make_instance(*entry);
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
    const Result<Turns::Turn> turn = co_await turns_.take();
    if (!turn) co_return;
    co_await start_waiting();
    for (const auto& entry : entries_)
        if (entry->state == Entry::State::waiting)
            log_->warn("plugin waits for a service that nobody offers",
                       {{"plugin", entry->id}, {"service", joined(entry->instance->missing())}});
}

Task<void> Supervisor::start_waiting() {
    for (bool progress = true; progress;) {
        progress = false;
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            Entry& entry = *entries_[i];
            if (entry.state != Entry::State::waiting || !entry.instance->missing().empty()) continue;
            std::string state = std::exchange(entry.saved, std::string());
            const Result<void> started = co_await start_one(entry, std::move(state));
            progress = true;
            if (started) continue;
            log_->error("plugin not started", {{"plugin", entry.id}, {"reason", started.error().context()}});
        }
    }
}

// A start that fails leaves the entry failed (or stuck), and nothing registered.
Task<Result<void>> Supervisor::start_one(Entry& entry, std::string state) {
    entry.state = Entry::State::starting;
    Result<void> started = co_await entry.instance->start(std::move(state));
    if (started) {
        entry.state = Entry::State::running;
        entry.reason.clear();
        ++entry.generation;
        started_.push_back(entry.id);
        log_->info("plugin started", {{"plugin", entry.id}, {"version", entry.version}});
        if (Adapter* adapter = entry.instance->adapter(); adapter && adapter_started_)
            adapter_started_(*adapter, entry.instance->descriptor());
        co_return started;
    }
    const std::string why = started.error().context();
    const bool drained = co_await drain(entry, false);
    entry.reason = drained ? why : why + "; " + entry.reason;
    if (drained) {
        entry.instance.reset();
        entry.state = Entry::State::failed;
    }
    co_return Error(started.error().code(), entry.reason);
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
    const Result<void> stopped = co_await stop(id);
    Entry* entry = find(id);
    if (!stopped || !entry || entry->state != Entry::State::stopped) co_return;
    entry->state = Entry::State::failed;
    entry->reason = "disabled after " + std::to_string(kFaultsToDisable) + " faults; the last: " + what;
}

std::vector<PluginInfo> Supervisor::plugins() const {
    std::vector<PluginInfo> all;
    for (const auto& entry : entries_) {
        PluginInfo info;
        info.id = entry->id;
        info.version = entry->version;
        info.state = entry->describe();
        all.push_back(std::move(info));
    }
    return all;
}

Result<PluginDetails> Supervisor::details(const std::string& id) const {
    const Entry* entry = find(id);
    if (!entry) return Error(Errc::not_found, "there is no plugin `" + id + "` here");
    PluginDetails details;
    details.id = entry->id;
    details.version = entry->version;
    details.state = entry->describe();
    details.generation = entry->generation;
    details.residue = entry->residue;
    if (entry->library) {
        details.file = entry->library->file().string();
        details.needs = listed(entry->library->descriptor().needs);
        details.offers = listed(entry->library->descriptor().offers);
    }
    if (entry->instance) {
        PluginContext& context = entry->instance->context();
        for (const auto& command : host_.commands.all())
            if (&command->owner == &context) details.commands.push_back(command->signature.name());
        details.tasks = context.tasks().names();
    }
    return details;
}

}  // namespace confab::core
