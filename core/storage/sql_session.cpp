#include "core/storage/sql_session.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstdio>
#include <system_error>

namespace confab::core {
namespace {

constexpr std::string_view kTable = "confab_migrations";

// Those that only tell, or hold until the end of the transaction.
bool is_harmless_pragma(std::string_view name) {
    static constexpr std::string_view kNames[] = {
        "table_info",       "table_xinfo",       "table_list",      "index_list",  "index_info",
        "index_xinfo",      "foreign_key_check", "integrity_check", "quick_check", "defer_foreign_keys",
        "foreign_key_list", "optimize",          "user_version"};
    return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

int authorize(void* is_plugin_code, int action, const char* first, const char* second, const char*,
              const char*) {
    if (!*static_cast<const bool*>(is_plugin_code)) return SQLITE_OK;
    switch (action) {
        case SQLITE_ATTACH:
        case SQLITE_DETACH:
        case SQLITE_TRANSACTION:
        case SQLITE_SAVEPOINT:
            return SQLITE_DENY;
        case SQLITE_PRAGMA:
            if (!first || !is_harmless_pragma(first)) return SQLITE_DENY;
            return second && std::string_view(first) == "user_version" ? SQLITE_DENY : SQLITE_OK;
        case SQLITE_INSERT:
        case SQLITE_UPDATE:
        case SQLITE_DELETE:
        case SQLITE_DROP_TABLE:
            return first && kTable == first ? SQLITE_DENY : SQLITE_OK;
        case SQLITE_ALTER_TABLE:
            return second && kTable == second ? SQLITE_DENY : SQLITE_OK;
        default:
            return SQLITE_OK;
    }
}

int stop_when_late(void* deadline) {
    return std::chrono::steady_clock::now() >= *static_cast<std::chrono::steady_clock::time_point*>(deadline);
}

// Tells a changed step from an unchanged one: FNV-1a with the length. It need not withstand anybody.
std::string fingerprint(const std::string& text) {
    std::uint64_t hash = 14695981039346656037U;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    char buffer[48];
    std::snprintf(buffer, sizeof buffer, "%016llx-%zu", static_cast<unsigned long long>(hash), text.size());
    return buffer;
}

Result<void> bind(sqlite::Statement& statement, const std::vector<SqlValue>& parameters) {
    const auto expected = static_cast<std::size_t>(statement.parameter_count());
    if (parameters.size() != expected)
        return Error(Errc::invalid_argument, "the statement has " + std::to_string(expected) +
                                                 " parameters, given were " +
                                                 std::to_string(parameters.size()));
    int index = 0;
    for (const SqlValue& parameter : parameters) {
        ++index;
        if (const auto* integer = std::get_if<std::int64_t>(&parameter))
            statement.bind(index, *integer);
        else if (const auto* number = std::get_if<double>(&parameter))
            statement.bind(index, *number);
        else if (const auto* text = std::get_if<std::string>(&parameter))
            statement.bind_text(index, *text);
    }
    return {};
}

SqlValue column(const sqlite::Statement& statement, int index) {
    if (statement.is_null(index)) return std::monostate();
    if (statement.is_integer(index)) return statement.integer(index);
    if (statement.is_number(index)) return statement.number(index);
    return statement.bytes(index);
}

Error in_step(std::size_t version, const Error& error) {
    return Error(error.code(), "migration step " + std::to_string(version) + ": " + error.context());
}

}  // namespace

class SqlSession::PluginCode {
public:
    explicit PluginCode(SqlSession& session) : session_(session) {
        session_.is_plugin_code_ = true;
        session_.deadline_ = std::chrono::steady_clock::now() + session_.limits_.time;
    }
    ~PluginCode() { session_.is_plugin_code_ = false; }
    PluginCode(const PluginCode&) = delete;
    PluginCode& operator=(const PluginCode&) = delete;

private:
    SqlSession& session_;
};

class SqlSession::Transaction final : public SqlTransaction {
public:
    explicit Transaction(SqlSession& session) : session_(session) {}
    Result<SqlRows> run(std::string_view sql, const std::vector<SqlValue>& parameters) override {
        // What SQLite itself rolled back must not go on one statement at a time.
        if (!session_.connection_->in_transaction())
            return Error(Errc::invalid_argument, "an error before has ended the transaction");
        return session_.execute(sql, parameters);
    }

private:
    SqlSession& session_;
};

SqlSession::SqlSession(std::unique_ptr<sqlite::Connection> connection, SqlLimits limits)
    : connection_(std::move(connection)), limits_(limits) {}
SqlSession::~SqlSession() = default;

Result<std::unique_ptr<SqlSession>> SqlSession::open(const std::filesystem::path& file, SqlLimits limits) {
    std::error_code error;
    if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), error);
    if (error)
        return Error(Errc::unavailable, "cannot make the folder " + file.parent_path().string() + ": " +
                                            error.message() + " (check storage.path and permissions)");
    auto connection = sqlite::Connection::open(
        file, "cannot open " + file.string() + " (check storage.path and permissions)");
    if (!connection) return connection.error();
    std::unique_ptr<SqlSession> session(new SqlSession(std::move(*connection), limits));
    const Result<void> ready = session->restrict();
    if (!ready) return ready.error();
    return session;
}

Result<void> SqlSession::restrict() {
    sqlite3* const db = connection_->raw();
    Result<void> done = connection_->run_all(
        "PRAGMA foreign_keys=ON;"
        "CREATE TABLE IF NOT EXISTS confab_migrations(version INTEGER PRIMARY KEY, hash TEXT NOT NULL)");
    if (!done) return done;
    sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, static_cast<int>(std::min<std::size_t>(limits_.bytes, 1 << 30)));
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_set_authorizer(db, authorize, &is_plugin_code_);
    sqlite3_progress_handler(db, 10'000, stop_when_late, &deadline_);
    return {};
}

Result<SqlRows> SqlSession::execute(std::string_view sql, const std::vector<SqlValue>& parameters) {
    const PluginCode checked(*this);
    Result<sqlite::Statement> statement = connection_->prepare(sql);
    if (!statement) return statement.error();
    const Result<void> bound = bind(*statement, parameters);
    if (!bound) return bound.error();
    SqlRows rows;
    std::size_t bytes = 0;
    for (;;) {
        const Result<bool> more = statement->step();
        if (!more) return more.error();
        if (!*more) return rows;
        std::vector<SqlValue> values;
        for (int i = 0; i < statement->column_count(); ++i) {
            values.push_back(column(*statement, i));
            const auto* text = std::get_if<std::string>(&values.back());
            bytes += sizeof(SqlValue) + (text ? text->size() : 0);
        }
        if (rows.size() == limits_.rows || bytes > limits_.bytes)
            return Error(Errc::too_large, "the answer has more than " + std::to_string(limits_.rows) +
                                              " rows or " + std::to_string(limits_.bytes) +
                                              " bytes; use LIMIT");
        rows.emplace_back(std::move(values));
    }
}

Result<SqlRows> SqlSession::run(std::string_view sql, const std::vector<SqlValue>& parameters) {
    SqlRows rows;
    const Result<void> done = transaction([&](SqlTransaction& transaction) -> Result<void> {
        Result<SqlRows> found = transaction.run(sql, parameters);
        if (!found) return found.error();
        rows = std::move(*found);
        return {};
    });
    if (!done) return done.error();
    return rows;
}

Result<void> SqlSession::transaction(const std::function<Result<void>(SqlTransaction&)>& work) {
    deadline_ = std::chrono::steady_clock::time_point::max();  // until a statement begins
    Transaction transaction(*this);
    return connection_->transaction([&] { return work(transaction); });
}

Result<void> SqlSession::migrate(const std::vector<std::string>& steps) {
    deadline_ = std::chrono::steady_clock::time_point::max();  // a migration may take its time
    const Result<std::int64_t> version = connection_->version();
    if (!version) return version.error();
    const auto applied = static_cast<std::size_t>(*version);
    if (*version < 0 || applied > steps.size())
        return Error(Errc::unsupported, "the file is of a newer build of this plugin: it has version " +
                                            std::to_string(*version) + ", this build knows " +
                                            std::to_string(steps.size()));
    Result<void> done = require_unchanged(steps, applied);
    for (std::size_t i = applied; done && i < steps.size(); ++i) done = apply(steps[i], i + 1);
    return done;
}

Result<void> SqlSession::require_unchanged(const std::vector<std::string>& steps, std::size_t applied) {
    for (std::size_t i = 0; i < applied; ++i) {
        Result<sqlite::Statement> statement =
            connection_->prepare("SELECT hash FROM confab_migrations WHERE version = ?1");
        if (!statement) return statement.error();
        statement->bind(1, static_cast<std::int64_t>(i + 1));
        const Result<bool> row = statement->step();
        if (!row) return row.error();
        if (!*row || statement->bytes(0) != fingerprint(steps[i]))
            return in_step(i + 1, Error(Errc::unsupported,
                                        "it was changed after it had been applied; add a new step instead"));
    }
    return {};
}

Result<void> SqlSession::apply(const std::string& step, std::size_t version) {
    const auto work = [&]() -> Result<void> {
        {
            const PluginCode checked(*this);
            deadline_ = std::chrono::steady_clock::time_point::max();
            const Result<void> done = connection_->run_all(step);
            if (!done) return done;
        }
        Result<sqlite::Statement> note =
            connection_->prepare("INSERT INTO confab_migrations(version, hash) VALUES(?1, ?2)");
        if (!note) return note.error();
        const std::string hash = fingerprint(step);
        note->bind(1, static_cast<std::int64_t>(version)).bind_text(2, hash);
        Result<void> done = note->run();
        if (done) done = connection_->set_version(static_cast<std::int64_t>(version));
        return done;
    };
    const Result<void> done = connection_->transaction(work);
    if (!done) return in_step(version, done.error());
    return {};
}

}  // namespace confab::core
