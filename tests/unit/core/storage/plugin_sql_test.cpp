#include "core/storage/plugin_sql.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <stdexcept>

#include "tests/support/test_runtime.hpp"

namespace confab::test {
namespace {

using core::PluginSql;
using core::sql_file;

TEST(SqlFile, LiesBesideTheDatabaseAndNeverLeavesItsFolder) {
    EXPECT_EQ(sql_file("/var/bot.db", "chat"), "/var/bot.db.d/chat.db");
    EXPECT_EQ(sql_file("bot.db", "../a/b"), "bot.db.d/%2E.%2Fa%2Fb.db");
    EXPECT_NE(sql_file("bot.db", "a/b"), sql_file("bot.db", "a%2Fb"));
    EXPECT_EQ(sql_file(":memory:", "chat"), ":memory:");
}

Task<void> use(PluginSql& sql) {
    std::vector<std::string> steps = {"CREATE TABLE t(x)"};
    const auto migrated = co_await sql.migrate(std::move(steps));
    EXPECT_TRUE(migrated.has_value());
    std::vector<SqlValue> one;
    one.emplace_back(std::int64_t(1));
    const auto inserted = co_await sql.run("INSERT INTO t VALUES(?1)", std::move(one));
    EXPECT_TRUE(inserted.has_value());
    const auto wrong = co_await sql.run("SELECT * FROM nowhere", {});
    EXPECT_EQ(wrong.error().code(), Errc::invalid_argument);
    std::function<Result<void>(SqlTransaction&)> two = [](SqlTransaction& transaction) -> Result<void> {
        (void)transaction.run("INSERT INTO t VALUES(2)");
        (void)transaction.run("INSERT INTO t VALUES(3)");
        return {};
    };
    const auto committed = co_await sql.transaction(std::move(two));
    EXPECT_TRUE(committed.has_value());
    const auto rows = co_await sql.run("SELECT x FROM t ORDER BY x", {});
    EXPECT_EQ(rows->size(), 3U);
    EXPECT_EQ(rows->at(2).integer(0), 3);
}

TEST(PluginSql, WorksOnAFileThatIsMadeWithTheFirstOperation) {
    const auto folder =
        std::filesystem::path(testing::TempDir()) / ("confab_psql_" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder);
    const auto file = sql_file(folder / "bot.db", "notes");
    TestRuntime rt;
    {
        PluginSql sql(rt.runtime(), file);
        EXPECT_FALSE(std::filesystem::exists(file));
        rt.run(use(sql));
        EXPECT_TRUE(std::filesystem::exists(file));
    }
    std::filesystem::remove_all(folder);
}

Task<void> throw_inside(PluginSql& sql, std::string& what) {
    std::function<Result<void>(SqlTransaction&)> throwing = [](SqlTransaction& transaction) -> Result<void> {
        (void)transaction.run("CREATE TABLE t(x)");
        throw std::runtime_error("from the work");
    };
    try {
        (void)co_await sql.transaction(std::move(throwing));
    } catch (const std::runtime_error& e) {
        what = e.what();
    }
    const auto rows = co_await sql.run("SELECT * FROM t", {});
    EXPECT_TRUE(rows.has_error());
}

TEST(PluginSql, WhatTheWorkThrowsReachesItsCallerAndIsRolledBack) {
    TestRuntime rt;
    PluginSql sql(rt.runtime(), ":memory:");
    std::string what;
    rt.run(throw_inside(sql, what));
    EXPECT_EQ(what, "from the work");
}

Task<void> fail_to_open(PluginSql& sql) {
    for (int i = 0; i < 2; ++i) {
        const auto rows = co_await sql.run("SELECT 1", {});
        EXPECT_EQ(rows.error().code(), Errc::unavailable);
    }
}

TEST(PluginSql, AFileThatCannotBeMadeIsAnError) {
    TestRuntime rt;
    PluginSql sql(rt.runtime(), "/proc/none/bot.db.d/a.db");
    rt.run(fail_to_open(sql));
}

Task<void> insert(PluginSql& sql, std::int64_t number) {
    std::vector<SqlValue> value;
    value.emplace_back(number);
    (void)co_await sql.run("INSERT INTO t VALUES(?1)", std::move(value));
}

Task<void> insert_many(TestRuntime& rt, PluginSql& sql, Duration& patience) {
    (void)co_await sql.run("CREATE TABLE t(x)", {});
    for (int i = 0; i < 50; ++i) rt.tasks().spawn("insert", insert(sql, i));
    while (rt.tasks().size() > 0) co_await rt.clock().sleep(patience);
    const auto rows = co_await sql.run("SELECT x FROM t ORDER BY rowid", {});
    EXPECT_EQ(rows->size(), 50U);
    for (std::size_t i = 0; i < rows->size(); ++i) EXPECT_EQ(rows->at(i).integer(0), std::int64_t(i));
}

TEST(PluginSql, OperationsOfOnePluginKeepTheirOrder) {
    TestRuntime rt;
    PluginSql sql(rt.runtime(), ":memory:");
    Duration patience(1);
    rt.run(insert_many(rt, sql, patience));
}

}  // namespace
}  // namespace confab::test
