#pragma once
/// SQLite as values and errors: one connection and its cache of statements. For this folder only.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "confab/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace confab::core::sqlite {

class Connection;

/// A prepared statement, borrowed from the connection's cache; destroying it resets it. Parameters count from
/// 1, columns from 0. What is bound must live as long as the statement.
class Statement {
public:
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    Statement& bind(int index, std::int64_t value);
    Statement& bind(int index, double value);
    Statement& bind_text(int index, std::string_view value);
    Statement& bind_bytes(int index, std::string_view value);
    int parameter_count() const;

    /// True when there is a row.
    Result<bool> step();
    /// For what returns no rows; rows are passed over.
    Result<void> run();

    int column_count() const;
    bool is_null(int column) const;
    bool is_integer(int column) const;
    bool is_number(int column) const;
    std::int64_t integer(int column) const;
    double number(int column) const;
    std::string bytes(int column) const;  ///< Text or blob, as it is stored.

private:
    friend class Connection;
    class Cached;
    Statement(Connection& connection, std::shared_ptr<Cached> cached);
    sqlite3_stmt* raw() const;
    Connection* connection_;
    std::shared_ptr<Cached> cached_;  // shared with the cache, which may have dropped it meanwhile
};

/// Blocking. Not thread-safe: whoever has it guards it.
class Connection {
public:
    /// Opens or creates, with WAL and synchronous=FULL. `what` begins the error's text.
    static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file,
                                                    const std::string& what);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Exactly one statement. Errors: invalid_argument for none, several, or what SQLite does not understand.
    Result<Statement> prepare(std::string_view sql);
    /// One or more statements, rows passed over; nothing of it is cached.
    Result<void> run_all(std::string_view sql);
    /// Runs `work` in one transaction, rolled back when it fails or throws. Not nested.
    Result<void> transaction(const std::function<Result<void>()>& work);
    /// False when an error inside a transaction already ended it.
    bool in_transaction() const;
    Result<std::int64_t> version();  ///< PRAGMA user_version
    Result<void> set_version(std::int64_t version);
    std::int64_t last_id() const;  ///< Of the last INSERT.
    std::int64_t changes() const;  ///< Rows that the last statement changed.
    Error failure(int code) const;
    sqlite3* raw() const noexcept { return db_; }

    static constexpr std::size_t kCachedStatements = 32;

private:
    friend class Statement;
    explicit Connection(sqlite3* db) : db_(db) {}
    Result<sqlite3_stmt*> compile(std::string_view& sql, unsigned flags);
    sqlite3* db_;
    std::vector<std::shared_ptr<Statement::Cached>> cache_;  // the most recently used last
};

}  // namespace confab::core::sqlite
