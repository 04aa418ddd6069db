#include "core/storage/sql_session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <stdexcept>

namespace confab::test {
namespace {

using core::SqlLimits;
using core::SqlSession;
using testing::HasSubstr;

class SqlSessionTest : public testing::Test {
protected:
    void SetUp() override {
        folder_ = std::filesystem::path(testing::TempDir()) / ("confab_sql_" + std::to_string(::getpid()));
        session_ = *SqlSession::open(":memory:", SqlLimits());
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    SqlRows run(std::string_view sql, const std::vector<SqlValue>& parameters = {}) {
        Result<SqlRows> rows = session_->run(sql, parameters);
        EXPECT_TRUE(rows.has_value()) << sql << ": " << (rows ? "" : rows.error().message());
        return rows ? std::move(*rows) : SqlRows();
    }
    Errc refusal(std::string_view sql, const std::vector<SqlValue>& parameters = {}) {
        const Result<SqlRows> rows = session_->run(sql, parameters);
        EXPECT_TRUE(rows.has_error()) << sql;
        return rows ? Errc::internal : rows.error().code();
    }
    std::filesystem::path folder_;
    std::unique_ptr<SqlSession> session_;
};

TEST_F(SqlSessionTest, GivesValuesBackAsTheyWere) {
    run("CREATE TABLE t(a, b, c, d)");
    const std::string bytes("\0\xff\xfe x", 5);
    run("INSERT INTO t VALUES(?1, ?2, ?3, ?4)", {std::monostate(), std::int64_t(-5), 0.25, bytes});
    const SqlRows rows = run("SELECT * FROM t WHERE d = ?1", {bytes});
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_TRUE(rows[0].is_null(0));
    EXPECT_EQ(rows[0].value(1), SqlValue(std::int64_t(-5)));
    EXPECT_EQ(rows[0].value(2), SqlValue(0.25));
    EXPECT_EQ(rows[0].value(3), SqlValue(bytes));
}

TEST_F(SqlSessionTest, SaysWhatIsWrongWithAStatement) {
    EXPECT_EQ(refusal("SELECT unknown"), Errc::invalid_argument);
    EXPECT_EQ(refusal("SELECT 1; SELECT 2"), Errc::invalid_argument);
    EXPECT_EQ(refusal("SELECT ?1, ?2", {std::int64_t(1)}), Errc::invalid_argument);
    EXPECT_EQ(refusal("SELECT 1", {std::int64_t(1)}), Errc::invalid_argument);
    EXPECT_THAT(session_->run("SELECT unknown", {}).error().context(), HasSubstr("no such column: unknown"));
}

TEST_F(SqlSessionTest, KeepsForeignKeys) {
    run("CREATE TABLE parent(id INTEGER PRIMARY KEY)");
    run("CREATE TABLE child(parent REFERENCES parent(id))");
    EXPECT_EQ(refusal("INSERT INTO child VALUES(1)"), Errc::invalid_argument);
}

TEST_F(SqlSessionTest, AStatementReachesNothingOutsideItsFile) {
    for (const char* sql :
         {"ATTACH ':memory:' AS other", "VACUUM INTO '/tmp/confab_stolen.db'", "DETACH main",
          "SELECT load_extension('x')", "PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF",
          "PRAGMA foreign_keys=OFF", "PRAGMA writable_schema=ON", "PRAGMA user_version=7",
          "PRAGMA temp_store_directory='/tmp'", "SELECT * FROM pragma_journal_mode('off')",
          "DELETE FROM confab_migrations", "INSERT INTO confab_migrations VALUES(1, 'x')",
          "UPDATE confab_migrations SET hash = ''", "DROP TABLE confab_migrations",
          "ALTER TABLE confab_migrations RENAME TO x"})
        EXPECT_TRUE(session_->run(sql, {}).has_error()) << sql;
    EXPECT_FALSE(std::filesystem::exists("/tmp/confab_stolen.db"));
    EXPECT_EQ(run("PRAGMA user_version").at(0).integer(0), 0);
    EXPECT_FALSE(run("PRAGMA table_info(confab_migrations)").empty());
}

TEST_F(SqlSessionTest, AStatementCannotEndTheTransactionAroundIt) {
    run("CREATE TABLE t(x)");
    const auto work = [](SqlTransaction& transaction) -> Result<void> {
        EXPECT_TRUE(transaction.run("INSERT INTO t VALUES(1)").has_value());
        for (const char* sql : {"COMMIT", "ROLLBACK", "BEGIN", "SAVEPOINT s", "END"})
            EXPECT_EQ(transaction.run(sql).error().code(), Errc::forbidden) << sql;
        return Error(Errc::closed, "no");
    };
    EXPECT_EQ(session_->transaction(work).error().code(), Errc::closed);
    EXPECT_TRUE(run("SELECT * FROM t").empty());
}

TEST_F(SqlSessionTest, NothingOfATransactionStaysThatFailedOrThrew) {
    run("CREATE TABLE t(x UNIQUE ON CONFLICT ROLLBACK)");
    const auto ended_by_sqlite = [](SqlTransaction& transaction) -> Result<void> {
        (void)transaction.run("INSERT INTO t VALUES(1)");
        EXPECT_TRUE(transaction.run("INSERT INTO t VALUES(1)").has_error());
        EXPECT_TRUE(transaction.run("INSERT INTO t VALUES(2)").has_error());
        return {};
    };
    EXPECT_TRUE(session_->transaction(ended_by_sqlite).has_error());
    const auto throwing = [](SqlTransaction& transaction) -> Result<void> {
        (void)transaction.run("INSERT INTO t VALUES(3)");
        throw std::runtime_error("no");
    };
    EXPECT_THROW((void)session_->transaction(throwing), std::runtime_error);
    EXPECT_TRUE(run("SELECT * FROM t").empty());
    const auto good = [](SqlTransaction& transaction) -> Result<void> {
        (void)transaction.run("INSERT INTO t VALUES(4)");
        return {};
    };
    EXPECT_TRUE(session_->transaction(good).has_value());
    EXPECT_EQ(run("SELECT * FROM t").size(), 1U);
}

TEST_F(SqlSessionTest, AnAnswerThatIsTooLargeIsAnErrorAndChangesNothing) {
    SqlLimits limits;
    limits.rows = 3;
    limits.bytes = 1000;
    session_ = *SqlSession::open(":memory:", limits);
    run("CREATE TABLE t(x)");
    EXPECT_EQ(run("SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3").size(), 3U);
    EXPECT_EQ(refusal("SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4"), Errc::too_large);
    EXPECT_EQ(refusal("SELECT zeroblob(600) UNION ALL SELECT zeroblob(600)"), Errc::too_large);
    EXPECT_EQ(refusal("INSERT INTO t VALUES(1),(2),(3),(4) RETURNING x"), Errc::too_large);
    EXPECT_EQ(run("SELECT count(*) FROM t").at(0).integer(0), 0);
}

TEST_F(SqlSessionTest, AStatementWithoutEndIsStopped) {
    SqlLimits limits;
    limits.time = std::chrono::milliseconds(0);
    session_ = *SqlSession::open(":memory:", limits);
    EXPECT_EQ(
        refusal("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"),
        Errc::timeout);
    EXPECT_EQ(run("SELECT 1").size(), 1U);
}

TEST_F(SqlSessionTest, AppliesEachMigrationOnce) {
    const auto file = folder_ / "deep" / "a.db";
    std::vector<std::string> steps = {"CREATE TABLE t(x); INSERT INTO t VALUES(1);"};
    {
        const auto session = *SqlSession::open(file, SqlLimits());
        EXPECT_TRUE(session->migrate(steps).has_value());
        EXPECT_TRUE(session->migrate(steps).has_value());
    }
    steps.emplace_back("INSERT INTO t VALUES(2)");
    const auto session = *SqlSession::open(file, SqlLimits());
    EXPECT_TRUE(session->migrate(steps).has_value());
    EXPECT_EQ(session->run("SELECT * FROM t", {})->size(), 2U);
    EXPECT_EQ(session->run("PRAGMA user_version", {})->at(0).integer(0), 2);
}

TEST_F(SqlSessionTest, AFailedMigrationStepLeavesNothingAndIsNamed) {
    const std::vector<std::string> wrong = {"CREATE TABLE t(x)",
                                            "INSERT INTO t VALUES(1); INSERT INTO u VALUES(1)"};
    const Result<void> failed = session_->migrate(wrong);
    ASSERT_TRUE(failed.has_error());
    EXPECT_EQ(failed.error().context(), "migration step 2: no such table: u");
    EXPECT_TRUE(run("SELECT * FROM t").empty());
    EXPECT_TRUE(session_->migrate({wrong[0], "INSERT INTO t VALUES(2)"}).has_value());
    EXPECT_EQ(run("SELECT * FROM t").size(), 1U);
}

TEST_F(SqlSessionTest, AMigrationStepCannotEndItsTransaction) {
    EXPECT_TRUE(session_->migrate({"CREATE TABLE t(x); COMMIT; CREATE TABLE u(x)"}).has_error());
    EXPECT_TRUE(session_->run("SELECT * FROM t", {}).has_error());
}

TEST_F(SqlSessionTest, RefusesStepsThatWereChangedOrAreMissing) {
    ASSERT_TRUE(session_->migrate({"CREATE TABLE t(x)", "CREATE TABLE u(x)"}).has_value());
    const Result<void> changed = session_->migrate({"CREATE TABLE t(x)", "CREATE TABLE u(y)", "SELECT 1"});
    ASSERT_TRUE(changed.has_error());
    EXPECT_EQ(changed.error().code(), Errc::unsupported);
    EXPECT_THAT(changed.error().context(), HasSubstr("migration step 2"));
    const Result<void> older = session_->migrate({"CREATE TABLE t(x)"});
    ASSERT_TRUE(older.has_error());
    EXPECT_EQ(older.error().code(), Errc::unsupported);
    EXPECT_THAT(older.error().context(), HasSubstr("newer build"));
}

}  // namespace
}  // namespace confab::test
