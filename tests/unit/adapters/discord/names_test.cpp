#include "adapters/discord/names.hpp"

#include <gmock/gmock.h>

#include "adapters/discord/locales.hpp"

namespace confab::discord::test {
namespace {

class DiscordNames : public testing::Test {
protected:
    void dispatch(std::string_view type, const std::string& data) {
        const auto document = json::Document::parse(data).value();
        people.apply(type, document.root());
        channels.apply(type, document.root());
    }
    void author(const std::string& id, const std::string& user, const std::string& shown) {
        dispatch("MESSAGE_CREATE", R"({"author":{"id":")" + id + R"(","username":")" + user +
                                       R"(","global_name":")" + shown + R"("}})");
    }
    std::string who(std::string_view text) {
        const auto found = user_named(text, people);
        return found ? found->user.str() + " " + found->name : "nobody";
    }
    std::string where(std::string_view text) {
        const auto found = channel_named(text, channels);
        return found ? found->str() : "nowhere";
    }
    PeopleCache people;
    ChannelCache channels;
};

TEST_F(DiscordNames, MentionsNeedNoMemory) {
    EXPECT_EQ(who("<@123>"), "123 123");
    EXPECT_EQ(who("<@!123>"), "123 123");
    EXPECT_EQ(who("123456789012345678"), "123456789012345678 123456789012345678");
    for (const char* odd : {"", "@", "<@>", "<@x>", "<#123>", "<@12", "42", "<@1> "}) {
        if (std::string_view(odd) == "<@1> ")
            EXPECT_EQ(who(odd), "1 1");
        else
            EXPECT_EQ(who(odd), "nobody") << odd;
    }
}

TEST_F(DiscordNames, PeopleAreFoundByTheNamesHeard) {
    author("1", "alice", "Alice W");
    author("2", "bob", "Bob");
    EXPECT_EQ(who("alice"), "1 Alice W");
    EXPECT_EQ(who("@ALICE w"), "1 Alice W");
    EXPECT_EQ(who("<@2>"), "2 Bob");
    EXPECT_EQ(who("carol"), "nobody");
}

TEST_F(DiscordNames, ADisplayNameOfSeveralMeansNobodyButAUserNameIsUnique) {
    author("1", "sam", "Sam");
    author("2", "sam.two", "Sam");
    author("3", "max1", "Max");
    author("4", "max2", "Max");
    EXPECT_EQ(who("sam"), "1 Sam");
    EXPECT_EQ(who("max"), "nobody");
}

TEST_F(DiscordNames, WebhooksHaveNoNamesAndMemoryIsBounded) {
    dispatch("MESSAGE_CREATE", R"({"webhook_id":"9","author":{"id":"9","username":"alice"}})");
    EXPECT_EQ(who("alice"), "nobody");
    for (std::size_t i = 0; i < PeopleCache::kMax + 5; ++i)
        author(std::to_string(1000 + i), "u" + std::to_string(i), "");
    EXPECT_EQ(people.size(), PeopleCache::kMax);
    EXPECT_EQ(who("u0"), "nobody");
}

TEST_F(DiscordNames, ChannelsByMentionAndByUniqueName) {
    dispatch("GUILD_CREATE", R"({"id":"9","channels":[{"id":"5","type":0,"name":"general"},)"
                             R"({"id":"6","type":0,"name":"twin"}]})");
    dispatch("GUILD_CREATE", R"({"id":"8","channels":[{"id":"7","type":0,"name":"twin"}]})");
    EXPECT_EQ(where("<#123>"), "123");
    EXPECT_EQ(where("#general"), "5");
    EXPECT_EQ(where("general"), "5");
    EXPECT_EQ(where("#twin"), "nowhere");
    EXPECT_EQ(where("#"), "nowhere");
    EXPECT_EQ(where("<@123>"), "nowhere");
}

TEST(DiscordLocales, FollowTheTag) {
    EXPECT_EQ(locale_of("de"), "de");
    EXPECT_EQ(locale_of("de-CH"), "de");
    EXPECT_EQ(locale_of("en"), "en-US");
    EXPECT_EQ(locale_of("en-GB"), "en-GB");
    EXPECT_EQ(locale_of("zh-Hant-HK"), "zh-TW");
    EXPECT_EQ(locale_of("nb-NO"), "no");
    EXPECT_EQ(locale_of("tlh"), "");
    EXPECT_EQ(locale_of(""), "");
}

}  // namespace
}  // namespace confab::discord::test
