#include "core/storage/database.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <fstream>

namespace confab::test {
namespace {

using core::Change;
using core::Database;

class DatabaseTest : public testing::Test {
protected:
    void SetUp() override {
        folder_ = std::filesystem::path(testing::TempDir()) / ("confab_db_" + std::to_string(::getpid()));
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    Database::WallNow clock() {
        return [this] {
            return now_;
        };
    }
    std::filesystem::path folder_;
    WallTime now_{std::chrono::hours(500'000)};
};

void make_file(const std::filesystem::path& file, const char* sql) {
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &raw), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(raw, sql, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(raw);
}

std::int64_t number_in(const std::filesystem::path& file, const char* sql) {
    sqlite3* raw = nullptr;
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_open(file.c_str(), &raw), SQLITE_OK);
    EXPECT_EQ(sqlite3_prepare_v2(raw, sql, -1, &statement, nullptr), SQLITE_OK);
    EXPECT_EQ(sqlite3_step(statement), SQLITE_ROW);
    const std::int64_t found = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(raw);
    return found;
}

constexpr const char* kFirstSchema =
    "PRAGMA journal_mode=WAL;"
    "CREATE TABLE kv(space BLOB, key BLOB, value BLOB, PRIMARY KEY(space, key)) WITHOUT ROWID;"
    "INSERT INTO kv VALUES(CAST('plugin/a' AS BLOB), CAST('k' AS BLOB), CAST('old' AS BLOB));";

TEST_F(DatabaseTest, KeepsWhatWasPutAcrossReopening) {
    {
        const auto database = *Database::open(folder_ / "a.db");
        EXPECT_TRUE(database->put("plugin/a", "key", std::string("v\0x", 3)).has_value());
        EXPECT_TRUE(database->put("plugin/a", "key", "second").has_value());
        EXPECT_TRUE(database->put("plugin/b", "key", "other space").has_value());
    }
    const auto database = *Database::open(folder_ / "a.db");
    EXPECT_EQ(*database->get("plugin/a", "key"), "second");
    EXPECT_EQ(*database->get("plugin/b", "key"), "other space");
    EXPECT_EQ(*database->get("plugin/a", "none"), std::nullopt);
    EXPECT_TRUE(database->erase("plugin/a", "key").has_value());
    EXPECT_EQ(*database->get("plugin/a", "key"), std::nullopt);
}

TEST_F(DatabaseTest, ScansAPrefixInOrder) {
    const auto database = *Database::open(":memory:");
    for (const char* key : {"b/2", "a/1", "b/1", "b", "c"})
        ASSERT_TRUE(database->put("s", key, key).has_value());
    const auto found = *database->scan("s", "b/", 10);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].first, "b/1");
    EXPECT_EQ(found[1].first, "b/2");
    EXPECT_EQ(database->scan("s", "", 3)->size(), 3U);
}

TEST_F(DatabaseTest, ForgetsAKeyWhenItsTimeIsUp) {
    const auto database = *Database::open(":memory:", clock());
    ASSERT_TRUE(database->put("s", "short", "v", Duration(1'000)).has_value());
    ASSERT_TRUE(database->put("s", "long", "v", Duration(5'000)).has_value());
    ASSERT_TRUE(database->put("s", "ever", "v", Duration::max()).has_value());
    now_ += std::chrono::milliseconds(999);
    EXPECT_EQ(*database->get("s", "short"), "v");
    now_ += std::chrono::milliseconds(1);
    EXPECT_EQ(*database->get("s", "short"), std::nullopt);
    EXPECT_EQ(*database->get("s", "long"), "v");
    now_ += std::chrono::hours(24 * 365 * 50);
    EXPECT_EQ(*database->get("s", "ever"), "v");
    EXPECT_TRUE(database->put("s", "past", "v", Duration(-1)).has_error());
}

TEST_F(DatabaseTest, PuttingAgainDecidesAnewHowLongAKeyLives) {
    const auto database = *Database::open(":memory:", clock());
    ASSERT_TRUE(database->put("s", "key", "a", Duration(1'000)).has_value());
    ASSERT_TRUE(database->put("s", "key", "b").has_value());
    ASSERT_TRUE(database->put("s", "gone", "a", Duration(1'000)).has_value());
    now_ += std::chrono::seconds(2);
    EXPECT_EQ(*database->get("s", "key"), "b");
    ASSERT_TRUE(database->put("s", "gone", "c", Duration(1'000)).has_value());
    EXPECT_EQ(*database->get("s", "gone"), "c");
}

TEST_F(DatabaseTest, AScanPassesOverExpiredKeysWithoutCountingThem) {
    const auto database = *Database::open(":memory:", clock());
    for (const char* key : {"a1", "a2", "a3", "a4", "a5"})
        ASSERT_TRUE(database->put("s", key, key, Duration(key[1] < '4' ? 1'000 : 0)).has_value());
    now_ += std::chrono::seconds(2);
    const auto found = *database->scan("s", "a", 1);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].first, "a4");
    EXPECT_EQ(database->scan("s", "a", 10)->size(), 2U);
    EXPECT_EQ(database->scan("s", "a", 0)->size(), 0U);
}

TEST_F(DatabaseTest, ExpiredKeysLeaveTheFileNowAndThen) {
    const auto file = folder_ / "purge.db";
    const auto database = *Database::open(file, clock());
    ASSERT_TRUE(database->put("s", "short", "v", Duration(1'000)).has_value());
    ASSERT_TRUE(database->put("s", "long", "v", Duration(100'000'000)).has_value());
    now_ += std::chrono::seconds(2);
    ASSERT_TRUE(database->put("s", "other", "v").has_value());
    EXPECT_EQ(number_in(file, "SELECT count(*) FROM kv"), 3);
    now_ += Database::kPurgePeriod;
    ASSERT_TRUE(database->put("s", "other", "v").has_value());
    EXPECT_EQ(number_in(file, "SELECT count(*) FROM kv"), 2);
    EXPECT_EQ(*database->get("s", "long"), "v");
}

TEST_F(DatabaseTest, ManyThatExpiredAtOnceArePurgedStepByStep) {
    const auto file = folder_ / "many.db";
    {
        const auto database = *Database::open(file, clock());
        ASSERT_TRUE(database->write("s", {Change("keep", "v")}).has_value());
    }
    make_file(file,
              "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) "
              "INSERT INTO kv SELECT CAST('s' AS BLOB), CAST(i AS BLOB), CAST('v' AS BLOB), 1 FROM n");
    const auto database = *Database::open(file, clock());
    EXPECT_EQ(number_in(file, "SELECT count(*) FROM kv"), 1501);
    ASSERT_TRUE(database->put("s", "keep", "w").has_value());
    ASSERT_TRUE(database->put("s", "keep", "w").has_value());
    EXPECT_EQ(number_in(file, "SELECT count(*) FROM kv"), 1);
}

TEST_F(DatabaseTest, BringsAFileOfTheFirstVersionUpToDateInPlace) {
    const auto file = folder_ / "first.db";
    make_file(file, (std::string(kFirstSchema) + "PRAGMA user_version = 1").c_str());
    {
        const auto database = *Database::open(file, clock());
        EXPECT_EQ(*database->get("plugin/a", "k"), "old");
        EXPECT_TRUE(database->put("plugin/a", "k2", "new", Duration(1'000)).has_value());
        now_ += std::chrono::hours(1);
        EXPECT_EQ(*database->get("plugin/a", "k2"), std::nullopt);
        EXPECT_EQ(*database->get("plugin/a", "k"), "old");
    }
    EXPECT_EQ(number_in(file, "PRAGMA user_version"), 2);
}

TEST_F(DatabaseTest, AFileWhoseVersionWasNotYetStampedIsNoTrouble) {
    const auto file = folder_ / "unstamped.db";
    make_file(file, kFirstSchema);
    EXPECT_EQ(*(*Database::open(file))->get("plugin/a", "k"), "old");
}

TEST_F(DatabaseTest, RefusesAFileOfANewerBuild) {
    const auto file = folder_ / "newer.db";
    make_file(file, "PRAGMA user_version = 99");
    const auto opened = Database::open(file);
    ASSERT_TRUE(opened.has_error());
    EXPECT_EQ(opened.error().code(), Errc::unsupported);
    EXPECT_NE(opened.error().context().find("newer Confab (schema 99)"), std::string::npos);
}

TEST_F(DatabaseTest, WritesSeveralKeysTogether) {
    const auto database = *Database::open(":memory:", clock());
    ASSERT_TRUE(database->put("s", "a", "1").has_value());
    const std::vector<Change> changes = {Change("a", std::nullopt), Change("b", "2"), Change("c", "3")};
    ASSERT_TRUE(database->write("s", changes).has_value());
    EXPECT_EQ(*database->get("s", "a"), std::nullopt);
    EXPECT_EQ(*database->get("s", "b"), "2");
    EXPECT_EQ(*database->get("s", "c"), "3");
}

TEST_F(DatabaseTest, RefusesWhatIsNotADatabase) {
    std::ofstream(folder_ / "text.db") << "this is not a database, it is a longer text";
    const auto opened = Database::open(folder_ / "text.db");
    ASSERT_TRUE(opened.has_error());
    EXPECT_NE(opened.error().context().find("text.db"), std::string::npos);
    EXPECT_TRUE(Database::open(folder_ / "no" / "such" / "folder.db").has_error());
}

}  // namespace
}  // namespace confab::test
