#include "core/storage/sqlite.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace confab::test {
namespace {

using core::sqlite::Connection;

std::unique_ptr<Connection> memory() {
    std::unique_ptr<Connection> connection = *Connection::open(":memory:", "test");
    EXPECT_TRUE(connection->run_all("CREATE TABLE t(x)").has_value());
    return connection;
}

std::int64_t count(Connection& connection) {
    auto statement = *connection.prepare("SELECT count(*) FROM t");
    EXPECT_TRUE(*statement.step());
    return statement.integer(0);
}

TEST(Sqlite, TakesExactlyOneStatement) {
    const auto db = memory();
    EXPECT_TRUE(db->prepare("SELECT 1").has_value());
    EXPECT_TRUE(db->prepare("SELECT 1; ").has_value());
    EXPECT_TRUE(db->prepare("SELECT 1; -- said why\n/* and more */").has_value());
    for (const char* wrong : {"", "  ;", "-- nothing", "SELECT 1; SELECT 2", "SELECT 1; nonsense", "SELEC 1"})
        EXPECT_EQ(db->prepare(wrong).error().code(), Errc::invalid_argument) << wrong;
    EXPECT_EQ(db->prepare(std::string_view("SELECT 1\0; x", 12)).error().code(), Errc::invalid_argument);
    EXPECT_EQ(db->prepare("SELECT '" + std::string(1'000'000, 'x') + "'").error().code(), Errc::too_large);
}

TEST(Sqlite, AStatementIsUsedAgainAndForgetsWhatWasBound) {
    const auto db = memory();
    for (int round = 0; round < 100; ++round) {
        // More texts than the cache has places for.
        auto statement = *db->prepare("SELECT ?1, " + std::to_string(round % 40));
        EXPECT_TRUE(*statement.step());
        EXPECT_TRUE(statement.is_null(0));
        EXPECT_EQ(statement.integer(1), round % 40);
    }
    {
        auto first = *db->prepare("SELECT ?1");
        first.bind(1, std::int64_t(7));
        auto second = *db->prepare("SELECT ?1");  // while the first is in use
        EXPECT_TRUE(*first.step());
        EXPECT_TRUE(*second.step());
        EXPECT_EQ(first.integer(0), 7);
        EXPECT_TRUE(second.is_null(0));
    }
    auto again = *db->prepare("SELECT ?1");
    EXPECT_TRUE(*again.step());
    EXPECT_TRUE(again.is_null(0));
}

TEST(Sqlite, EmptyTextIsNotNothing) {
    const auto db = memory();
    auto statement = *db->prepare("SELECT ?1, ?2");
    statement.bind_text(1, std::string_view()).bind_bytes(2, std::string_view());
    EXPECT_TRUE(*statement.step());
    EXPECT_FALSE(statement.is_null(0));
    EXPECT_FALSE(statement.is_null(1));
    EXPECT_EQ(statement.bytes(0), "");
}

TEST(Sqlite, ATransactionIsKeptWholeOrNotAtAll) {
    const auto db = memory();
    const auto insert = [&] {
        return db->run_all("INSERT INTO t VALUES(1)");
    };
    EXPECT_TRUE(db->transaction(insert).has_value());
    const auto fail = [&]() -> Result<void> {
        (void)insert();
        return Error(Errc::closed, "no");
    };
    EXPECT_EQ(db->transaction(fail).error().code(), Errc::closed);
    const auto throwing = [&]() -> Result<void> {
        (void)insert();
        throw std::runtime_error("no");
    };
    EXPECT_THROW((void)db->transaction(throwing), std::runtime_error);
    EXPECT_FALSE(db->in_transaction());
    EXPECT_EQ(count(*db), 1);
}

TEST(Sqlite, ATransactionThatSqliteItselfEndedIsNoSuccess) {
    const auto db = memory();
    ASSERT_TRUE(db->run_all("CREATE TABLE u(x UNIQUE ON CONFLICT ROLLBACK)").has_value());
    const auto work = [&]() -> Result<void> {
        (void)db->run_all("INSERT INTO t VALUES(1)");
        (void)db->run_all("INSERT INTO u VALUES(1), (1)");
        return {};
    };
    EXPECT_TRUE(db->transaction(work).has_error());
    EXPECT_EQ(count(*db), 0);
}

}  // namespace
}  // namespace confab::test
