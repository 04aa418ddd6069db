#include "core/storage/plugin_sql.hpp"

#include <cstdio>

namespace confab::core {

std::filesystem::path sql_file(const std::filesystem::path& database, std::string_view plugin) {
    if (database == ":memory:") return database;
    std::string name;
    for (const char c : plugin) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '-' || c == '_' || (c == '.' && !name.empty());
        char escaped[4];
        std::snprintf(escaped, sizeof escaped, "%%%02X",
                      static_cast<unsigned>(static_cast<unsigned char>(c)));
        name += plain ? std::string(1, c) : std::string(escaped);
    }
    std::filesystem::path folder = database;
    folder += ".d";
    return folder / (name + ".db");
}

PluginSql::PluginSql(Runtime& runtime, std::filesystem::path file, SqlLimits limits)
    : runtime_(runtime), file_(std::move(file)), limits_(limits) {}
PluginSql::~PluginSql() = default;

Task<Result<void>> PluginSql::with_session(std::function<Result<void>(SqlSession&)> work) {
    const Result<Turns::Turn> turn = co_await turns_.take();
    if (!turn) co_return turn.error();
    Result<void> done;
    std::exception_ptr thrown;  // kept here: the plugin's exception must not stay on a worker
    std::function<void()> job = [this, &work, &done, &thrown] {
        try {
            if (!session_) {
                Result<std::unique_ptr<SqlSession>> opened = SqlSession::open(file_, limits_);
                if (opened)
                    session_ = std::move(*opened);
                else
                    done = opened.error();
            }
            if (session_) done = work(*session_);
        } catch (...) {
            thrown = std::current_exception();
        }
    };
    co_await runtime_.on_worker(std::move(job));
    if (thrown) std::rethrow_exception(std::move(thrown));
    co_return done;
}

Task<Result<void>> PluginSql::migrate(std::vector<std::string> steps) {
    std::function<Result<void>(SqlSession&)> work = [&steps](SqlSession& session) {
        return session.migrate(steps);
    };
    co_return co_await with_session(std::move(work));
}

Task<Result<SqlRows>> PluginSql::run(std::string sql, std::vector<SqlValue> parameters) {
    Result<SqlRows> rows = SqlRows();
    std::function<Result<void>(SqlSession&)> work = [&](SqlSession& session) -> Result<void> {
        rows = session.run(sql, parameters);
        return {};
    };
    const Result<void> done = co_await with_session(std::move(work));
    if (!done) co_return done.error();
    co_return rows;
}

Task<Result<void>> PluginSql::transaction(std::function<Result<void>(SqlTransaction&)> work) {
    std::function<Result<void>(SqlSession&)> in_session = [&work](SqlSession& session) {
        return session.transaction(work);
    };
    co_return co_await with_session(std::move(in_session));
}

}  // namespace confab::core
