#include "core/settings/settings_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <stdexcept>

#include "core/log/log.hpp"
#include "core/settings/plugin_settings.hpp"
#include "tests/support/test_runtime.hpp"

namespace confab::test {
namespace {

using core::Database;
using core::PluginSettings;
using core::SettingsStore;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class NotingLogger final : public Logger {
public:
    bool enabled(LogLevel level) const noexcept override { return level >= LogLevel::warn; }
    void write(LogLevel, std::string_view event, const LogField* first, std::size_t count) override {
        lines.push_back(core::format_fields(event, first, count));
    }
    std::vector<std::string> lines;
};

constexpr OptionSpec kSpecs[] = {
    {"greeting", OptionType::string, "Hello", "What newcomers are told.", false},
    {"limit", OptionType::integer, "3", "How many.", false},
    {"pause", OptionType::duration, nullptr, "How long.", false},
    {"words", OptionType::list, "a, b", "Which.", false},
};

Channel channel(const char* id, const char* guild = "", const char* account = "net") {
    Channel where(ChannelRef(AccountId(account), ChannelId(id)), id, ChannelKind::group);
    where.guild = GuildId(guild);
    return where;
}
SettingScope in_channel(const char* id, const char* account = "net") {
    return SettingScope::channel(ChannelRef(AccountId(account), ChannelId(id)));
}
SettingScope in_guild(const char* id) {
    return SettingScope::guild(AccountId("net"), GuildId(id));
}

class SettingsStoreTest : public testing::Test {
protected:
    std::unique_ptr<SettingsStore> open() {
        auto store = std::make_unique<SettingsStore>(rt_.runtime(), *database_, log_);
        store->declare("greet", kSpecs);
        return store;
    }
    Task<void> write(SettingsStore& store, SettingScope scope, std::string key,
                     std::optional<std::string> text, Result<void>& done) {
        if (text)
            done = co_await store.set("greet", std::move(scope), std::move(key), std::move(*text));
        else
            done = co_await store.clear("greet", std::move(scope), std::move(key));
    }
    Result<void> set(SettingsStore& store, SettingScope scope, std::string key, std::string text) {
        Result<void> done;
        rt_.run(write(store, std::move(scope), std::move(key), std::move(text), done));
        return done;
    }
    Result<void> clear(SettingsStore& store, SettingScope scope, std::string key) {
        Result<void> done;
        rt_.run(write(store, std::move(scope), std::move(key), std::nullopt, done));
        return done;
    }
    TestRuntime rt_;
    NotingLogger log_;
    std::unique_ptr<Database> database_ = *Database::open(":memory:");
};

TEST_F(SettingsStoreTest, WhatNobodySetIsTheDeclaredDefault) {
    const auto store = open();
    PluginSettings settings(*store, "greet");
    EXPECT_EQ(settings.text("greeting", channel("#a")), "Hello");
    EXPECT_EQ(settings.integer("limit", channel("#a")), 3);
    EXPECT_EQ(settings.duration("pause", channel("#a")), Duration(0));
    EXPECT_THAT(std::get<std::vector<std::string>>(settings.value("words", channel("#a"))),
                ElementsAre("a", "b"));
}

TEST_F(SettingsStoreTest, TheClosestScopeWins) {
    const auto store = open();
    PluginSettings settings(*store, "greet");
    EXPECT_TRUE(set(*store, SettingScope::everywhere(), "greeting", "all").has_value());
    EXPECT_TRUE(set(*store, in_guild("g"), "greeting", "guild").has_value());
    EXPECT_TRUE(set(*store, in_channel("#a"), "greeting", "channel").has_value());
    EXPECT_EQ(settings.text("greeting", channel("#a", "g")), "channel");
    EXPECT_EQ(settings.text("greeting", channel("#b", "g")), "guild");
    EXPECT_EQ(settings.text("greeting", channel("#b", "other")), "all");
    EXPECT_EQ(settings.text("greeting", channel("#a", "g", "elsewhere")), "all");
    EXPECT_TRUE(clear(*store, in_channel("#a"), "greeting").has_value());
    EXPECT_EQ(settings.text("greeting", channel("#a", "g")), "guild");
    EXPECT_TRUE(clear(*store, in_guild("g"), "greeting").has_value());
    EXPECT_TRUE(clear(*store, SettingScope::everywhere(), "greeting").has_value());
    EXPECT_EQ(settings.text("greeting", channel("#a", "g")), "Hello");
}

TEST_F(SettingsStoreTest, KeepsWhatWasSetOverARestart) {
    {
        const auto store = open();
        EXPECT_TRUE(set(*store, in_channel("#a\n%"), "limit", "7").has_value());
        EXPECT_TRUE(set(*store, in_channel("#a"), "limit", "8").has_value());
        EXPECT_TRUE(clear(*store, in_channel("#a"), "limit").has_value());
    }
    const auto store = open();
    PluginSettings settings(*store, "greet");
    EXPECT_EQ(settings.integer("limit", channel("#a\n%")), 7);
    EXPECT_EQ(settings.integer("limit", channel("#a")), 3);
}

TEST_F(SettingsStoreTest, RefusesWhatDoesNotFitAndWhatIsNotDeclared) {
    const auto store = open();
    const auto wrong = set(*store, SettingScope::everywhere(), "limit", "many");
    EXPECT_EQ(wrong.error().code(), Errc::invalid_argument);
    EXPECT_EQ(wrong.error().context(), "`limit` must be a whole number");
    const auto unknown = set(*store, SettingScope::everywhere(), "greting", "x");
    EXPECT_EQ(unknown.error().code(), Errc::not_found);
    EXPECT_THAT(unknown.error().context(), HasSubstr("did you mean `greet.greeting`?"));
    EXPECT_EQ(clear(*store, SettingScope::everywhere(), "none").error().code(), Errc::not_found);
    const std::string long_text(SettingsStore::kLongestText + 1, 'x');
    EXPECT_EQ(set(*store, SettingScope::everywhere(), "greeting", long_text).error().code(), Errc::too_large);
    PluginSettings settings(*store, "greet");
    EXPECT_EQ(settings.integer("limit", channel("#a")), 3);
    EXPECT_THROW((void)settings.value("none", channel("#a")), std::logic_error);
    EXPECT_THROW((void)settings.text("limit", channel("#a")), std::logic_error);
}

TEST_F(SettingsStoreTest, RefusesADeclarationThatCannotHold) {
    SettingsStore store(rt_.runtime(), *database_, log_);
    const std::array secret = {OptionSpec{"key", OptionType::secret, nullptr, "", false}};
    EXPECT_THROW(store.declare("p", secret), std::invalid_argument);
    const std::array twice = {OptionSpec{"a", OptionType::string, nullptr, "", false},
                              OptionSpec{"a", OptionType::integer, nullptr, "", false}};
    EXPECT_THROW(store.declare("p", twice), std::invalid_argument);
    const std::array misfit = {OptionSpec{"a", OptionType::integer, "many", "", false}};
    EXPECT_THROW(store.declare("p", misfit), std::logic_error);
}

TEST_F(SettingsStoreTest, ValuesThatNoLongerFitAreIgnoredWithOneWarningAndKept) {
    {
        const auto store = open();
        EXPECT_TRUE(set(*store, in_channel("#a"), "greeting", "often").has_value());
        EXPECT_TRUE(set(*store, in_channel("#b"), "greeting", "rarely").has_value());
        EXPECT_TRUE(set(*store, in_channel("#c"), "greeting", "12").has_value());
    }
    EXPECT_THAT(log_.lines, IsEmpty());
    const auto store = open();
    const std::array newer = {OptionSpec{"greeting", OptionType::integer, "1", "", false}};
    store->declare("greet", newer);
    EXPECT_THAT(log_.lines, ElementsAre(HasSubstr("setting=greeting values=2")));
    PluginSettings settings(*store, "greet");
    EXPECT_EQ(settings.integer("greeting", channel("#a")), 1);
    EXPECT_EQ(settings.integer("greeting", channel("#c")), 12);
    store->declare("greet", kSpecs);
    EXPECT_EQ(settings.text("greeting", channel("#a")), "often");
}

TEST_F(SettingsStoreTest, APluginThatComesBackFindsItsValues) {
    const auto store = open();
    EXPECT_TRUE(set(*store, in_channel("#a"), "limit", "9").has_value());
    store->forget("greet");
    PluginSettings settings(*store, "greet");
    EXPECT_THROW((void)settings.value("limit", channel("#a")), std::logic_error);
    EXPECT_EQ(set(*store, in_channel("#a"), "limit", "1").error().code(), Errc::not_found);
    store->declare("greet", kSpecs);
    EXPECT_EQ(settings.integer("limit", channel("#a")), 9);
}

Task<void> set_by_name(SettingsStore& store) {
    const std::array specs = {OptionSpec{"b.c", OptionType::boolean, "true", "Of a.", false}};
    store.declare("greet.a", specs);
    const auto done = co_await store.set_named(SettingScope::everywhere(), "greet.a.b.c", "false");
    EXPECT_TRUE(done.has_value());
    const auto limit = co_await store.set_named(in_channel("#a"), "greet.limit", "4");
    EXPECT_TRUE(limit.has_value());
    const auto wrong = co_await store.set_named(in_channel("#a"), "limit", "4");
    EXPECT_EQ(wrong.error().code(), Errc::not_found);
    EXPECT_THAT(store.list(channel("#a")),
                ElementsAre("greet.greeting = Hello (What newcomers are told.)",
                            "greet.limit = 4 (How many.)", "greet.pause =  (How long.)",
                            "greet.words = a, b (Which.)", "greet.a.b.c = false (Of a.)"));
    const auto cleared = co_await store.clear_named(in_channel("#a"), "greet.limit");
    EXPECT_TRUE(cleared.has_value());
    EXPECT_EQ(store.list(channel("#a")).at(1), "greet.limit = 3 (How many.)");
}

TEST_F(SettingsStoreTest, AnOperatorNamesSettingsByPluginAndKey) {
    const auto store = open();
    rt_.run(set_by_name(*store));
}

}  // namespace
}  // namespace confab::test
