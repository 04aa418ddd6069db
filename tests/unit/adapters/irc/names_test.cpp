#include "adapters/irc/names.hpp"

#include <gtest/gtest.h>

namespace confab::irc {
namespace {

class IrcNames : public testing::Test {
protected:
    std::string who(std::string_view text) {
        const auto found = user_named(text, isupport, directory);
        return found ? found->user.str() + " " + found->name : "nobody";
    }
    std::string where(std::string_view text) {
        const auto found = channel_named(text, isupport);
        return found ? found->str() : "nowhere";
    }
    Isupport isupport;
    Directory directory;
};

TEST_F(IrcNames, ANickIsKnownAsInItsMessages) {
    EXPECT_EQ(who("Alice[m]"), "alice{m} Alice[m]");
    EXPECT_EQ(who("@bob"), "bob bob");
    EXPECT_EQ(who(" bob "), "bob bob");
    directory.enter("#c", isupport, TimePoint());
    directory.seat(*directory.channel("#c", isupport), {"Alice", "a", "h", {}}, "alice_acc", isupport);
    EXPECT_EQ(who("ALICE"), "alice_acc Alice") << "as she writes herself";
}

TEST_F(IrcNames, WhatCannotBeANickIsNobody) {
    for (const char* text : {"", "@", "1st", "-x", "two words", "a,b", "#c", "a!b@c", "a:b", "a\r\nQUIT"})
        EXPECT_EQ(who(text), "nobody") << text;
    EXPECT_EQ(who(std::string(300, 'a')), "nobody");
}

TEST_F(IrcNames, ChannelsByTheTypesOfTheServer) {
    EXPECT_EQ(where("#Confab[1]"), "#confab{1}");
    EXPECT_EQ(where("&local"), "&local");
    for (const char* text : {"", "#", "confab", "#a,b", "#a b", "!x", "#a\r\nQUIT"})
        EXPECT_EQ(where(text), "nowhere") << text;
}

}  // namespace
}  // namespace confab::irc
