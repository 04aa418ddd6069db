// Draining, loading and replacing, in the order that leaves nothing behind.
#include <algorithm>

#include "core/plugin/supervised.hpp"

namespace confab::core {

Supervisor::Entries Supervisor::dependents(const Entry& entry) const {
    Entries found;
    if (!entry.instance) return found;
    for (auto id = started_.rbegin(); id != started_.rend(); ++id)  // the youngest first
        if (*id != entry.id && depends_on(*id, entry.id)) found.push_back(find(*id));
    return found;
}

bool Supervisor::depends_on(const std::string& id, const std::string& other) const {
    if (id == other) return true;
    const Entry* user = find(id);
    if (!user || !user->library) return false;
    for (const auto& provider : entries_) {
        if (provider->state != Entry::State::running && provider->state != Entry::State::draining) continue;
        if (provider->id == id) continue;
        const std::vector<std::string> offered = provider->instance->context().offered();
        const bool uses = std::any_of(offered.begin(), offered.end(), [&](const std::string& service) {
            return user->instance && user->instance->needs(service);
        });
        if (uses && depends_on(provider->id, other)) return true;
    }
    return false;
}

Task<bool> Supervisor::drain(Entry& entry, bool hold) {
    entry.state = Entry::State::draining;
    Drained drained = co_await entry.instance->drain(hold);
    std::erase(started_, entry.id);
    entry.saved = std::move(drained.state);
    for (std::string& rest : drained.residue) {
        log_->warn("plugin left something behind; its library stays in memory",
                   {{"plugin", entry.id}, {"residue", rest}});
        entry.residue.push_back(std::move(rest));
        entry.library->park();
    }
    if (drained.hanging.empty()) {
        entry.state = Entry::State::stopped;
        co_return true;
    }
    entry.state = Entry::State::stuck;
    entry.reason = "tasks that ignore cancellation: " + joined(drained.hanging);
    log_->error("plugin stuck; it stays in memory",
                {{"plugin", entry.id}, {"tasks", joined(drained.hanging)}});
    co_return false;
}

// After its instance is gone.
void Supervisor::drop_library(Entry& entry, Library library) {
    if (!unmap_) {
        library.park();
        return;
    }
    if (library.is_parked()) return;
    const std::string why = library.unmap();
    if (why.empty()) return;
    log_->warn("plugin left something behind", {{"plugin", entry.id}, {"residue", why}});
    entry.residue.push_back(why);
}

Task<Result<void>> Supervisor::stop(std::string id) {
    const Result<Turns::Turn> turn = co_await turns_.take();
    if (!turn) co_return turn.error();
    co_return co_await stop_locked(std::move(id));
}

Task<Result<void>> Supervisor::stop_locked(std::string id) {
    Entry* entry = find(id);
    if (!entry || entry->state != Entry::State::running)
        co_return Error(Errc::not_found, "no plugin `" + id + "` is running");
    // Whoever uses its services goes first, and waits for them to come back.
    for (Entry* user : dependents(*entry)) {
        const bool drained = co_await drain(*user, true);
        host_.dispatcher.release(user->id);
        if (!drained) continue;
        user->instance.reset();
        make_instance(*user);
        user->state = Entry::State::waiting;
    }
    const bool drained = co_await drain(*entry, false);
    if (!drained) co_return Error(Errc::timeout, "plugin `" + id + "` is stuck: " + entry->reason);
    entry->instance.reset();
    drop_library(*entry, *std::exchange(entry->library, std::nullopt));
    log_->info("plugin stopped", {{"plugin", id}});
    co_return Result<void>();
}

Task<void> Supervisor::stop_all() {
    const Result<Turns::Turn> turn = co_await turns_.take();
    if (!turn) co_return;
    while (!started_.empty()) {
        const std::string youngest = started_.back();
        const Result<void> stopped = co_await stop_locked(youngest);
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

Task<Result<std::string>> Supervisor::load(std::string id) {
    const Result<Turns::Turn> turn = co_await turns_.take();
    if (!turn) co_return turn.error();
    co_return co_await load_locked(std::move(id));
}

Task<Result<std::string>> Supervisor::load_locked(std::string id) {
    const Entry* known = find(id);
    if (known && known->state == Entry::State::running)
        co_return Error(Errc::invalid_argument, "`" + id + "` is " + known->describe());
    if (!source_) co_return Error(Errc::unsupported, "plugins cannot be loaded here");
    Result<Library> library = source_->load(id);
    if (!library) co_return library.error();
    Result<Options> options = source_->options(library->descriptor());
    if (!options) co_return options.error();
    add(std::move(*library), std::move(*options));
    co_await start_waiting();
    const Entry* entry = find(id);
    if (entry->state == Entry::State::failed || entry->state == Entry::State::stuck)
        co_return Error(Errc::internal, "`" + id + "` did not start: " + entry->reason);
    co_return "`" + id + "` " + entry->version + " is " + entry->describe();
}

Task<Result<std::string>> Supervisor::reload(std::string id) {
    const Result<Turns::Turn> turn = co_await turns_.take();
    if (!turn) co_return turn.error();
    Entry* entry = find(id);
    if (!entry || entry->state != Entry::State::running) co_return co_await load_locked(std::move(id));
    if (!source_) co_return Error(Errc::unsupported, "plugins cannot be loaded here");
    Result<Library> library = source_->load(id);
    if (!library) co_return Error(library.error().code(), library.error().context() + "; what ran goes on");
    Result<Options> options = source_->options(library->descriptor());
    if (!options) co_return Error(options.error().code(), options.error().context() + "; what ran goes on");
    co_return co_await replace(*entry, std::move(*library), std::move(*options));
}

Task<Result<std::string>> Supervisor::reload(std::string id, Library library, Options options) {
    const Result<Turns::Turn> turn = co_await turns_.take();
    if (!turn) co_return turn.error();
    Entry* entry = find(id);
    if (!entry || entry->state != Entry::State::running)
        co_return Error(Errc::not_found, "no plugin `" + id + "` is running");
    co_return co_await replace(*entry, std::move(library), std::move(options));
}

// Its users leave before it and return after it; what arrives for any of them meanwhile is kept.
Task<Result<std::string>> Supervisor::replace(Entry& entry, Library library, Options options) {
    if (library.descriptor().id != entry.id)
        co_return Error(Errc::invalid_argument, library.file().string() + " is the plugin `" +
                                                    library.descriptor().id + "`, not `" + entry.id +
                                                    "`; what ran goes on");
    const TimePoint begun = host_.runtime.clock().now();
    const Entries users = dependents(entry);
    for (Entry* user : users) {
        const bool drained = co_await drain(*user, true);
        if (!drained) continue;
        user->instance.reset();
        make_instance(*user);
        user->state = Entry::State::waiting;
    }
    Result<std::string> done = co_await swap(entry, std::move(library), std::move(options));
    co_await start_waiting();
    host_.dispatcher.release(entry.id);
    for (Entry* user : users) host_.dispatcher.release(user->id);
    const auto took = std::chrono::duration_cast<Duration>(host_.runtime.clock().now() - begun);
    if (done)
        log_->info("plugin replaced", {{"plugin", entry.id}, {"version", entry.version}, {"after", took}});
    else
        log_->error("plugin not replaced", {{"plugin", entry.id}, {"reason", done.error().context()}});
    co_return done;
}

Task<Result<std::string>> Supervisor::swap(Entry& entry, Library library, Options options) {
    const bool drained = co_await drain(entry, true);
    if (!drained) co_return Error(Errc::timeout, "`" + entry.id + "` is stuck: " + entry.reason);
    entry.instance.reset();
    Library old = *std::exchange(entry.library, std::move(library));
    const Options old_options = std::exchange(entry.options, std::move(options));
    const std::string state = entry.saved;
    entry.version = entry.library->descriptor().version;
    make_instance(entry);
    const std::vector<std::string> missing = entry.instance->missing();
    if (!missing.empty()) {
        entry.state = Entry::State::waiting;
        drop_library(entry, std::move(old));
        co_return "`" + entry.id + "` " + entry.version + " is waiting for " + joined(missing);
    }
    const Result<void> started = co_await start_one(entry, state);
    if (started) {
        entry.saved.clear();
        drop_library(entry, std::move(old));
        co_return "`" + entry.id + "` " + entry.version + " is running (generation " +
            std::to_string(entry.generation) + ")";
    }
    const std::string why = started.error().context();
    if (entry.state == Entry::State::stuck) {
        old.park();
        co_return Error(Errc::internal, "the new `" + entry.id + "` did not start: " + why);
    }
    drop_library(entry, *std::exchange(entry.library, std::move(old)));
    entry.options = old_options;
    entry.version = entry.library->descriptor().version;
    make_instance(entry);
    const Result<void> again = co_await start_one(entry, state);
    if (again)
        co_return Error(Errc::internal, "the new `" + entry.id + "` did not start: " + why + "; version " +
                                            entry.version + " runs again");
    co_return Error(Errc::internal, "the new `" + entry.id + "` did not start: " + why +
                                        "; nor did the old one again: " + again.error().context());
}

}  // namespace confab::core
