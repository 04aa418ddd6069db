#pragma once
/// What a plugin may do with its own SQLite file, blocking.

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "confab/service/sql.hpp"
#include "core/storage/sqlite.hpp"

namespace confab::core {

/// Of one statement; beyond them it fails, and with it the transaction if the plugin says so.
class SqlLimits {
public:
    std::size_t rows = 100'000;
    std::size_t bytes = std::size_t(64) * 1024 * 1024;
    std::chrono::milliseconds time{30'000};
};

/// Worker threads, one call at a time. The plugin's statements can neither reach other files, nor load
/// extensions, nor end the transaction around them, nor change how the file is kept (journal, version).
class SqlSession {
public:
    /// Makes the folder of the file if need be. ":memory:" keeps nothing.
    static Result<std::unique_ptr<SqlSession>> open(const std::filesystem::path& file, SqlLimits limits);
    ~SqlSession();
    SqlSession(const SqlSession&) = delete;
    SqlSession& operator=(const SqlSession&) = delete;

    Result<void> migrate(const std::vector<std::string>& steps);
    Result<SqlRows> run(std::string_view sql, const std::vector<SqlValue>& parameters);
    Result<void> transaction(const std::function<Result<void>(SqlTransaction&)>& work);

private:
    class Transaction;
    class PluginCode;  // while it lives, statements are checked as the plugin's
    SqlSession(std::unique_ptr<sqlite::Connection> connection, SqlLimits limits);
    Result<void> restrict();
    Result<SqlRows> execute(std::string_view sql, const std::vector<SqlValue>& parameters);
    Result<void> apply(const std::string& step, std::size_t version);
    Result<void> require_unchanged(const std::vector<std::string>& steps, std::size_t applied);

    std::unique_ptr<sqlite::Connection> connection_;
    SqlLimits limits_;
    bool is_plugin_code_ = false;
    std::chrono::steady_clock::time_point deadline_;
};

}  // namespace confab::core
