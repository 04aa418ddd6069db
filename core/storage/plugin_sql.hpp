#pragma once
/// The Sql service: a file of its own for each plugin, off the I/O thread.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/runtime/runtime.hpp"
#include "core/runtime/turns.hpp"
#include "core/storage/sql_session.hpp"

namespace confab::core {

/// `<database>.d/<plugin>.db`; in memory when the database is. Other characters than letters, digits, `-`,
/// `_` and `.` become %XX, so that two plugins never share a file and none leaves the folder.
std::filesystem::path sql_file(const std::filesystem::path& database, std::string_view plugin);

/// Opens the file with the first operation. Operations run one after another: a plugin that waits for its
/// file holds one worker at most.
class PluginSql final : public Sql {
public:
    PluginSql(Runtime& runtime, std::filesystem::path file, SqlLimits limits = {});
    ~PluginSql() override;

    Task<Result<void>> migrate(std::vector<std::string> steps) override;
    Task<Result<SqlRows>> run(std::string sql, std::vector<SqlValue> parameters) override;
    Task<Result<void>> transaction(std::function<Result<void>(SqlTransaction&)> work) override;

private:
    Task<Result<void>> with_session(std::function<Result<void>(SqlSession&)> work);
    Runtime& runtime_;
    std::filesystem::path file_;
    SqlLimits limits_;
    std::unique_ptr<SqlSession> session_;
    Turns turns_;
};

}  // namespace confab::core
