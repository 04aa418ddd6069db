#pragma once
/// Service: an SQLite database of the plugin's own, with versioned migrations and transactions.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "confab/abi.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

/// Nothing (NULL), a number, or text. Bytes that are no text go in as text and come back unchanged.
using SqlValue = std::variant<std::monostate, std::int64_t, double, std::string>;

class CONFAB_API SqlRow {
public:
    explicit SqlRow(std::vector<SqlValue> values) : values_(std::move(values)) {}
    std::size_t size() const noexcept { return values_.size(); }
    const SqlValue& value(std::size_t column) const { return values_.at(column); }
    bool is_null(std::size_t column) const { return value(column).index() == 0; }
    /// Converted as SQLite would; NULL reads as 0 or empty. A column that is not there throws
    /// std::out_of_range.
    std::int64_t integer(std::size_t column) const;
    double number(std::size_t column) const;
    std::string text(std::size_t column) const;

private:
    std::vector<SqlValue> values_;
};

using SqlRows = std::vector<SqlRow>;

/// Inside a transaction. Blocking: worker thread only.
class CONFAB_API SqlTransaction {
public:
    virtual ~SqlTransaction();
    /// One statement; `?1`, `?2` ... are the parameters. Errors: invalid_argument with what SQLite says.
    virtual Result<SqlRows> run(std::string_view sql, const std::vector<SqlValue>& parameters = {}) = 0;
};

/// Each plugin has a file of its own beside the bot's. WAL, synchronous=FULL, foreign keys on. Operations run
/// one after another. A statement may take 30 s (timeout) and return 100,000 rows or 64 MiB (too_large); one
/// that would reach another file, end the transaction, or change how the file is kept is forbidden (ATTACH,
/// VACUUM, COMMIT, PRAGMA journal_mode ...).
class CONFAB_API Sql {
public:
    static constexpr const char* kServiceId = "confab.sql/1";
    virtual ~Sql();

    /// Brings the tables to the version of this build: `steps[n]` (one or more statements) makes version n+1
    /// of version n. Each is one transaction, and what has been applied is never applied again. Call it first
    /// in `start`. Errors: unsupported when the file is of a newer build, or when an applied step was changed
    /// since; what SQLite says, with the step's number.
    virtual Task<Result<void>> migrate(std::vector<std::string> steps) = 0;
    /// One statement in a transaction of its own.
    virtual Task<Result<SqlRows>> run(std::string sql, std::vector<SqlValue> parameters = {}) = 0;
    /// Runs `work` on a worker thread inside one transaction; committed when it returns success, else (or
    /// when it throws) rolled back. It must not touch anything else of the plugin.
    virtual Task<Result<void>> transaction(std::function<Result<void>(SqlTransaction&)> work) = 0;
};

}  // namespace confab::inline v1
