#include "core/storage/job_table.hpp"

#include <algorithm>

#include "core/storage/sqlite.hpp"

namespace confab::core {
namespace {

std::int64_t to_milliseconds(WallTime when) {
    return std::chrono::ceil<Duration>(when.time_since_epoch()).count();
}

// What somebody else wrote into the file must not overflow the clock.
WallTime to_time(std::int64_t milliseconds) {
    constexpr auto kFirst = std::chrono::ceil<Duration>(WallTime::min().time_since_epoch());
    constexpr auto kLast = std::chrono::floor<Duration>(WallTime::max().time_since_epoch());
    return WallTime(std::clamp(Duration(milliseconds), kFirst, kLast));
}

}  // namespace

Result<std::int64_t> JobTable::add(const std::string& name, const std::string& payload, WallTime due) {
    std::int64_t id = 0;
    const Result<void> done = database_.with([&](sqlite::Connection& connection) -> Result<void> {
        Result<sqlite::Statement> add =
            connection.prepare("INSERT INTO jobs(plugin, name, payload, due) VALUES(?1, ?2, ?3, ?4)");
        if (!add) return add.error();
        add->bind_text(1, plugin_).bind_text(2, name).bind_bytes(3, payload).bind(4, to_milliseconds(due));
        const Result<void> added = add->run();
        id = connection.last_id();
        return added;
    });
    if (!done) return done.error();
    return id;
}

Result<bool> JobTable::remove(std::int64_t id) {
    bool removed = false;
    const Result<void> done = database_.with([&](sqlite::Connection& connection) -> Result<void> {
        Result<sqlite::Statement> remove =
            connection.prepare("DELETE FROM jobs WHERE id = ?1 AND plugin = ?2");
        if (!remove) return remove.error();
        remove->bind(1, id).bind_text(2, plugin_);
        const Result<void> ran = remove->run();
        removed = ran.has_value() && connection.changes() > 0;
        return ran;
    });
    if (!done) return done.error();
    return removed;
}

Result<std::optional<std::string>> JobTable::payload(std::int64_t id) {
    std::optional<std::string> found;
    const Result<void> done = database_.with([&](sqlite::Connection& connection) -> Result<void> {
        Result<sqlite::Statement> get =
            connection.prepare("SELECT payload FROM jobs WHERE id = ?1 AND plugin = ?2");
        if (!get) return get.error();
        get->bind(1, id).bind_text(2, plugin_);
        const Result<bool> row = get->step();
        if (!row) return row.error();
        if (*row) found = get->bytes(0);
        return {};
    });
    if (!done) return done.error();
    return found;
}

Result<std::vector<StoredJob>> JobTable::all() {
    std::vector<StoredJob> jobs;
    const Result<void> done = database_.with([&](sqlite::Connection& connection) -> Result<void> {
        Result<sqlite::Statement> scan =
            connection.prepare("SELECT id, name, due FROM jobs WHERE plugin = ?1 ORDER BY id");
        if (!scan) return scan.error();
        scan->bind_text(1, plugin_);
        for (;;) {
            const Result<bool> row = scan->step();
            if (!row) return row.error();
            if (!*row) return {};
            StoredJob& job = jobs.emplace_back();
            job.id = scan->integer(0);
            job.name = scan->bytes(1);
            job.due = to_time(scan->integer(2));
        }
    });
    if (!done) return done.error();
    return jobs;
}

Result<std::vector<StoredJob>> JobTable::named(const std::string& name) {
    std::vector<StoredJob> jobs;
    const Result<void> done = database_.with([&](sqlite::Connection& connection) -> Result<void> {
        Result<sqlite::Statement> scan = connection.prepare(
            "SELECT id, payload, due FROM jobs WHERE plugin = ?1 AND name = ?2 ORDER BY due, id");
        if (!scan) return scan.error();
        scan->bind_text(1, plugin_).bind_text(2, name);
        for (;;) {
            const Result<bool> row = scan->step();
            if (!row) return row.error();
            if (!*row) return {};
            StoredJob& job = jobs.emplace_back();
            job.id = scan->integer(0);
            job.name = name;
            job.payload = scan->bytes(1);
            job.due = to_time(scan->integer(2));
        }
    });
    if (!done) return done.error();
    return jobs;
}

}  // namespace confab::core
