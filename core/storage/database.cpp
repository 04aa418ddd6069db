#include "core/storage/database.hpp"

#include <sqlite3.h>

#include <initializer_list>
#include <mutex>

namespace confab::core {
namespace {

constexpr int kSchemaVersion = 1;

Error failure(sqlite3* db, int code, const std::string& what) {
    const Errc kind = code == SQLITE_FULL                              ? Errc::too_large
                      : code == SQLITE_BUSY || code == SQLITE_CANTOPEN ? Errc::unavailable
                                                                       : Errc::internal;
    return Error(kind, what + ": " + (db ? sqlite3_errmsg(db) : sqlite3_errstr(code)));
}

struct CloseDatabase {
    void operator()(sqlite3* db) const { sqlite3_close(db); }
};
struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

std::string column(sqlite3_stmt* statement, int index) {
    const void* bytes = sqlite3_column_blob(statement, index);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, index));
    return bytes ? std::string(static_cast<const char*>(bytes), size) : std::string();
}

}  // namespace

struct Database::State {
    Result<void> run(const char* sql) {
        const int code = sqlite3_exec(db.get(), sql, nullptr, nullptr, nullptr);
        if (code != SQLITE_OK) return failure(db.get(), code, "storage");
        return {};
    }

    Result<Statement> prepare(const char* sql) {
        sqlite3_stmt* raw = nullptr;
        const int code = sqlite3_prepare_v3(db.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
        if (code != SQLITE_OK) return failure(db.get(), code, "storage");
        return Statement(raw);
    }

    Result<void> prepare_all() {
        const std::pair<Statement*, const char*> all[] = {
            {&get, "SELECT value FROM kv WHERE space = ?1 AND key = ?2"},
            {&put,
             "INSERT INTO kv(space, key, value) VALUES(?1, ?2, ?3) "
             "ON CONFLICT(space, key) DO UPDATE SET value = excluded.value"},
            {&erase, "DELETE FROM kv WHERE space = ?1 AND key = ?2"},
            {&scan, "SELECT key, value FROM kv WHERE space = ?1 AND key >= ?2 ORDER BY key LIMIT ?3"},
        };
        for (const auto& [statement, sql] : all) {
            Result<Statement> prepared = prepare(sql);
            if (!prepared) return prepared.error();
            *statement = std::move(*prepared);
        }
        return {};
    }

    void bind(const Statement& statement, std::initializer_list<const std::string*> values) {
        sqlite3_reset(statement.get());
        int index = 0;
        for (const std::string* value : values)
            sqlite3_bind_blob64(statement.get(), ++index, value->data(), value->size(), SQLITE_STATIC);
    }

    Result<void> finish(const Statement& statement, int code) {
        const bool ok = code == SQLITE_DONE || code == SQLITE_ROW;
        Error error = ok ? Error() : failure(db.get(), code, "storage");
        sqlite3_reset(statement.get());
        sqlite3_clear_bindings(statement.get());
        if (!ok) return error;
        return {};
    }

    std::mutex mutex;
    std::unique_ptr<sqlite3, CloseDatabase> db;
    Statement get, put, erase, scan;  // after the connection: finalized before it closes
};

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {}
Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file) {
    auto state = std::make_unique<State>();
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    state->db.reset(raw);
    if (code != SQLITE_OK)
        return failure(raw, code,
                       "cannot open the database " + file.string() + " (check storage.path and permissions)");
    sqlite3_busy_timeout(raw, 2000);
    for (const char* sql :
         {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL",
          "CREATE TABLE IF NOT EXISTS kv(space BLOB, key BLOB, value BLOB, PRIMARY KEY(space, key)) "
          "WITHOUT ROWID"}) {
        const Result<void> done = state->run(sql);
        if (!done)
            return Error(done.error().code(),
                         "cannot use the database " + file.string() + ": " + done.error().context());
    }
    Result<Statement> version = state->prepare("PRAGMA user_version");
    if (!version) return version.error();
    sqlite3_step(version->get());
    const int found = sqlite3_column_int(version->get(), 0);
    version->reset();
    if (found > kSchemaVersion)
        return Error(Errc::unsupported, "the database " + file.string() + " is of a newer Confab (schema " +
                                            std::to_string(found) +
                                            "); use that version or another storage.path");
    const std::string stamp = "PRAGMA user_version = " + std::to_string(kSchemaVersion);
    Result<void> ready = state->run(stamp.c_str());
    if (ready) ready = state->prepare_all();
    if (!ready) return ready.error();
    return std::unique_ptr<Database>(new Database(std::move(state)));
}

Result<std::optional<std::string>> Database::get(const std::string& space, const std::string& key) {
    const std::lock_guard lock(state_->mutex);
    state_->bind(state_->get, {&space, &key});
    const int code = sqlite3_step(state_->get.get());
    std::optional<std::string> value;
    if (code == SQLITE_ROW) value = column(state_->get.get(), 0);
    const Result<void> done = state_->finish(state_->get, code);
    if (!done) return done.error();
    return value;
}

Result<void> Database::put(const std::string& space, const std::string& key, const std::string& value) {
    const std::lock_guard lock(state_->mutex);
    state_->bind(state_->put, {&space, &key, &value});
    return state_->finish(state_->put, sqlite3_step(state_->put.get()));
}

Result<void> Database::erase(const std::string& space, const std::string& key) {
    const std::lock_guard lock(state_->mutex);
    state_->bind(state_->erase, {&space, &key});
    return state_->finish(state_->erase, sqlite3_step(state_->erase.get()));
}

Result<std::vector<std::pair<std::string, std::string>>> Database::scan(const std::string& space,
                                                                        const std::string& prefix,
                                                                        std::size_t limit) {
    const std::lock_guard lock(state_->mutex);
    std::vector<std::pair<std::string, std::string>> found;
    state_->bind(state_->scan, {&space, &prefix});
    sqlite3_bind_int64(state_->scan.get(), 3, static_cast<sqlite3_int64>(limit));
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(state_->scan.get())) == SQLITE_ROW) {
        std::string key = column(state_->scan.get(), 0);
        if (!key.starts_with(prefix)) break;  // keys are in order: none follows
        found.emplace_back(std::move(key), column(state_->scan.get(), 1));
    }
    const Result<void> done = state_->finish(state_->scan, code);
    if (!done) return done.error();
    return found;
}

}  // namespace confab::core
