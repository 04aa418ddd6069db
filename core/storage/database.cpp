#include "core/storage/database.hpp"

#include <limits>
#include <mutex>

#include "core/storage/schema.hpp"

namespace confab::core {
namespace {

constexpr std::int64_t kNever = 0;

// What a step of purging deletes at most: the lock is held meanwhile.
constexpr const char* kPurge =
    "DELETE FROM kv WHERE (space, key) IN "
    "(SELECT space, key FROM kv WHERE expires > 0 AND expires <= ?1 LIMIT 1000)";
constexpr const char* kGet =
    "SELECT value FROM kv WHERE space = ?1 AND key = ?2 AND (expires = 0 OR expires > ?3)";
constexpr const char* kPut =
    "INSERT INTO kv(space, key, value, expires) VALUES(?1, ?2, ?3, ?4) "
    "ON CONFLICT(space, key) DO UPDATE SET value = excluded.value, expires = excluded.expires";
constexpr const char* kErase = "DELETE FROM kv WHERE space = ?1 AND key = ?2";
constexpr const char* kScan =
    "SELECT key, value FROM kv WHERE space = ?1 AND key >= ?2 AND (expires = 0 OR expires > ?3) ORDER BY key";

}  // namespace

struct Database::State {
    std::int64_t milliseconds() const {
        return std::chrono::duration_cast<Duration>(now().time_since_epoch()).count();
    }

    Result<void> put(const std::string& space, const std::string& key, const std::string& value,
                     std::int64_t expires) {
        Result<sqlite::Statement> put = connection->prepare(kPut);
        if (!put) return put.error();
        put->bind_bytes(1, space).bind_bytes(2, key).bind_bytes(3, value).bind(4, expires);
        return put->run();
    }

    Result<void> erase(const std::string& space, const std::string& key) {
        Result<sqlite::Statement> erase = connection->prepare(kErase);
        if (!erase) return erase.error();
        erase->bind_bytes(1, space).bind_bytes(2, key);
        return erase->run();
    }

    // Now and then, and again with the next `put` as long as there is more. Its failure is not the caller's.
    void purge_when_due() {
        const std::int64_t time = milliseconds();
        const bool clock_went_back = time < purged_at;
        if (!more_to_purge && !clock_went_back && time < purged_at + kPurgePeriod.count()) return;
        purged_at = time;
        Result<sqlite::Statement> purge = connection->prepare(kPurge);
        if (!purge) return;
        purge->bind(1, time);
        more_to_purge = purge->run().has_value() && connection->changes() == 1000;
    }

    std::mutex mutex;
    std::filesystem::path file;
    WallNow now;
    std::unique_ptr<sqlite::Connection> connection;
    std::int64_t purged_at = std::numeric_limits<std::int64_t>::min() / 2;
    bool more_to_purge = false;
};

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {}
Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file, WallNow now) {
    auto state = std::make_unique<State>();
    state->file = file;
    state->now = std::move(now);
    auto connection = sqlite::Connection::open(
        file, "cannot open the database " + file.string() + " (check storage.path and permissions)");
    if (!connection) return connection.error();
    state->connection = std::move(*connection);
    const Result<void> ready = update_schema(*state->connection);
    if (!ready)
        return Error(ready.error().code(),
                     "cannot use the database " + file.string() + ": " + ready.error().context());
    state->purge_when_due();
    return std::unique_ptr<Database>(new Database(std::move(state)));
}

Result<std::optional<std::string>> Database::get(const std::string& space, const std::string& key) {
    const std::lock_guard lock(state_->mutex);
    Result<sqlite::Statement> get = state_->connection->prepare(kGet);
    if (!get) return get.error();
    get->bind_bytes(1, space).bind_bytes(2, key).bind(3, state_->milliseconds());
    const Result<bool> row = get->step();
    if (!row) return row.error();
    std::optional<std::string> value;
    if (*row) value = get->bytes(0);
    return value;
}

Result<void> Database::put(const std::string& space, const std::string& key, const std::string& value,
                           Duration time_to_live) {
    if (time_to_live < Duration(0))
        return Error(Errc::invalid_argument, "a negative time to live for the key " + key);
    const std::lock_guard lock(state_->mutex);
    const std::int64_t time = state_->milliseconds();
    const bool ends =
        time_to_live > Duration(0) && time_to_live.count() < std::numeric_limits<std::int64_t>::max() - time;
    Result<void> done = state_->put(space, key, value, ends ? time + time_to_live.count() : kNever);
    state_->purge_when_due();
    return done;
}

Result<void> Database::erase(const std::string& space, const std::string& key) {
    const std::lock_guard lock(state_->mutex);
    return state_->erase(space, key);
}

Result<void> Database::write(const std::string& space, const std::vector<Change>& changes) {
    const std::lock_guard lock(state_->mutex);
    return state_->connection->transaction([&]() -> Result<void> {
        for (const Change& change : changes) {
            const Result<void> done = change.value ? state_->put(space, change.key, *change.value, kNever)
                                                   : state_->erase(space, change.key);
            if (!done) return done;
        }
        return {};
    });
}

Result<Database::Pairs> Database::scan(const std::string& space, const std::string& prefix,
                                       std::size_t limit) {
    const std::lock_guard lock(state_->mutex);
    Pairs found;
    Result<sqlite::Statement> scan = state_->connection->prepare(kScan);
    if (!scan) return scan.error();
    scan->bind_bytes(1, space).bind_bytes(2, prefix).bind(3, state_->milliseconds());
    while (found.size() < limit) {
        const Result<bool> row = scan->step();
        if (!row) return row.error();
        if (!*row) break;
        std::string key = scan->bytes(0);
        if (!key.starts_with(prefix)) break;  // keys are in order: none follows
        found.emplace_back(std::move(key), scan->bytes(1));
    }
    return found;
}

const std::filesystem::path& Database::file() const noexcept {
    return state_->file;
}

Result<void> Database::with(const std::function<Result<void>(sqlite::Connection&)>& work) {
    const std::lock_guard lock(state_->mutex);
    return work(*state_->connection);
}

}  // namespace confab::core
