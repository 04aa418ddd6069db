#include "core/storage/database.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace confab::test {
namespace {

using core::Database;

class DatabaseTest : public testing::Test {
protected:
    void SetUp() override {
        folder_ = std::filesystem::path(testing::TempDir()) / ("confab_db_" + std::to_string(::getpid()));
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    std::filesystem::path folder_;
};

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

TEST_F(DatabaseTest, RefusesWhatIsNotADatabase) {
    std::ofstream(folder_ / "text.db") << "this is not a database, it is a longer text";
    const auto opened = Database::open(folder_ / "text.db");
    ASSERT_TRUE(opened.has_error());
    EXPECT_NE(opened.error().context().find("text.db"), std::string::npos);
    EXPECT_TRUE(Database::open(folder_ / "no" / "such" / "folder.db").has_error());
}

}  // namespace
}  // namespace confab::test
