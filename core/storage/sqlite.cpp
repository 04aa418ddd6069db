#include "core/storage/sqlite.hpp"

#include <sqlite3.h>

#include <algorithm>

namespace confab::core::sqlite {
namespace {

Errc kind_of(int code) {
    switch (code & 0xff) {
        case SQLITE_FULL:
        case SQLITE_TOOBIG:
            return Errc::too_large;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_CANTOPEN:
            return Errc::unavailable;
        case SQLITE_INTERRUPT:
            return Errc::timeout;
        case SQLITE_AUTH:
            return Errc::forbidden;
        case SQLITE_ERROR:
        case SQLITE_CONSTRAINT:
        case SQLITE_MISMATCH:
        case SQLITE_RANGE:
            return Errc::invalid_argument;
        default:
            return Errc::internal;
    }
}

}  // namespace

class Statement::Cached {
public:
    Cached(std::string sql_in, sqlite3_stmt* raw_in) : sql(std::move(sql_in)), raw(raw_in) {}
    ~Cached() { sqlite3_finalize(raw); }
    Cached(const Cached&) = delete;
    Cached& operator=(const Cached&) = delete;
    std::string sql;
    sqlite3_stmt* raw;
    bool in_use = false;
};

Statement::Statement(Connection& connection, std::shared_ptr<Cached> cached)
    : connection_(&connection), cached_(std::move(cached)) {
    cached_->in_use = true;
}

Statement::Statement(Statement&& other) noexcept = default;

Statement::~Statement() {
    if (!cached_) return;
    sqlite3_reset(cached_->raw);
    sqlite3_clear_bindings(cached_->raw);
    cached_->in_use = false;
}

sqlite3_stmt* Statement::raw() const {
    return cached_->raw;
}

Statement& Statement::bind(int index, std::int64_t value) {
    sqlite3_bind_int64(raw(), index, value);
    return *this;
}
Statement& Statement::bind(int index, double value) {
    sqlite3_bind_double(raw(), index, value);
    return *this;
}
Statement& Statement::bind_text(int index, std::string_view value) {
    const char* bytes = value.data() ? value.data() : "";  // a null pointer would bind NULL
    sqlite3_bind_text64(raw(), index, bytes, value.size(), SQLITE_STATIC, SQLITE_UTF8);
    return *this;
}
Statement& Statement::bind_bytes(int index, std::string_view value) {
    const char* bytes = value.data() ? value.data() : "";
    sqlite3_bind_blob64(raw(), index, bytes, value.size(), SQLITE_STATIC);
    return *this;
}
int Statement::parameter_count() const {
    return sqlite3_bind_parameter_count(raw());
}

Result<bool> Statement::step() {
    const int code = sqlite3_step(raw());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return connection_->failure(code);
}

Result<void> Statement::run() {
    for (;;) {
        const Result<bool> row = step();
        if (!row) return row.error();
        if (!*row) return {};
    }
}

int Statement::column_count() const {
    return sqlite3_column_count(raw());
}
bool Statement::is_null(int column) const {
    return sqlite3_column_type(raw(), column) == SQLITE_NULL;
}
bool Statement::is_integer(int column) const {
    return sqlite3_column_type(raw(), column) == SQLITE_INTEGER;
}
bool Statement::is_number(int column) const {
    return sqlite3_column_type(raw(), column) == SQLITE_FLOAT;
}
std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(raw(), column);
}
double Statement::number(int column) const {
    return sqlite3_column_double(raw(), column);
}
std::string Statement::bytes(int column) const {
    const void* bytes = sqlite3_column_blob(raw(), column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(raw(), column));
    return bytes ? std::string(static_cast<const char*>(bytes), size) : std::string();
}

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file,
                                                     const std::string& what) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    std::unique_ptr<Connection> connection(new Connection(raw));
    if (code != SQLITE_OK)
        return Error(kind_of(code), what + ": " + (raw ? sqlite3_errmsg(raw) : sqlite3_errstr(code)));
    sqlite3_extended_result_codes(raw, 1);
    sqlite3_busy_timeout(raw, 2000);
    const Result<void> ready = connection->run_all("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
    if (!ready) return Error(ready.error().code(), what + ": " + ready.error().context());
    return connection;
}

Connection::~Connection() {
    cache_.clear();
    sqlite3_close_v2(db_);
}

Error Connection::failure(int code) const {
    return Error(kind_of(code), sqlite3_errmsg(db_));
}

// Takes the first statement off `sql`; null when there is only white space and comments.
Result<sqlite3_stmt*> Connection::compile(std::string_view& sql, unsigned flags) {
    sqlite3_stmt* raw = nullptr;
    const char* rest = nullptr;
    if (sql.find('\0') != std::string_view::npos)
        return Error(Errc::invalid_argument, "the SQL text holds a NUL; use a parameter");
    if (sql.size() > 1'000'000) return Error(Errc::too_large, "the SQL text is longer than a million bytes");
    const int code = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), flags, &raw, &rest);
    if (code != SQLITE_OK) return failure(code);
    sql.remove_prefix(static_cast<std::size_t>(rest - sql.data()));
    return raw;
}

Result<Statement> Connection::prepare(std::string_view sql) {
    const auto known = std::find_if(cache_.begin(), cache_.end(),
                                    [&](const auto& c) { return !c->in_use && c->sql == sql; });
    if (known != cache_.end()) {
        std::rotate(known, known + 1, cache_.end());
        return Statement(*this, cache_.back());
    }
    std::string_view rest = sql;
    const Result<sqlite3_stmt*> raw = compile(rest, SQLITE_PREPARE_PERSISTENT);
    if (!raw) return raw.error();
    if (!*raw) return Error(Errc::invalid_argument, "there is no statement in the SQL text");
    auto cached = std::make_shared<Statement::Cached>(std::string(sql), *raw);
    while (!rest.empty()) {
        const Result<sqlite3_stmt*> next = compile(rest, 0);
        const bool several = next.has_error() || *next != nullptr;
        if (next.has_value()) sqlite3_finalize(*next);
        if (several) return Error(Errc::invalid_argument, "more than one statement; run them one by one");
    }
    if (cache_.size() == kCachedStatements) cache_.erase(cache_.begin());
    cache_.push_back(cached);
    return Statement(*this, std::move(cached));
}

Result<void> Connection::run_all(std::string_view sql) {
    while (!sql.empty()) {
        const Result<sqlite3_stmt*> raw = compile(sql, 0);
        if (!raw) return raw.error();
        if (!*raw) continue;
        Statement statement(*this, std::make_shared<Statement::Cached>(std::string(), *raw));
        const Result<void> done = statement.run();
        if (!done) return done;
    }
    return {};
}

Result<void> Connection::transaction(const std::function<Result<void>()>& work) {
    Result<void> done = run_all("BEGIN IMMEDIATE");
    if (!done) return done;
    try {
        done = work();
    } catch (...) {
        if (in_transaction()) (void)run_all("ROLLBACK");
        throw;
    }
    if (done && !in_transaction()) done = Error(Errc::internal, "the transaction was rolled back");
    if (done) done = run_all("COMMIT");
    if (!done && in_transaction()) (void)run_all("ROLLBACK");
    return done;
}

bool Connection::in_transaction() const {
    return sqlite3_get_autocommit(db_) == 0;
}

Result<std::int64_t> Connection::version() {
    Result<Statement> statement = prepare("PRAGMA user_version");
    if (!statement) return statement.error();
    const Result<bool> row = statement->step();
    if (!row) return row.error();
    return statement->integer(0);
}

Result<void> Connection::set_version(std::int64_t version) {
    return run_all("PRAGMA user_version = " + std::to_string(version));
}

std::int64_t Connection::last_id() const {
    return sqlite3_last_insert_rowid(db_);
}
std::int64_t Connection::changes() const {
    return sqlite3_changes64(db_);
}

}  // namespace confab::core::sqlite
