#include "adapters/irc/state/directory.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

namespace confab::irc {
namespace {

Isupport announced_as(std::string_view tokens) {
    Isupport isupport;
    Line line;
    const std::string text = ":s 005 me " + std::string(tokens) + " :are supported";
    EXPECT_TRUE(line.parse(text));
    isupport.apply(line);
    return isupport;
}

class IrcDirectory : public testing::Test {
protected:
    void enter(std::string_view channel) { directory.enter(channel, isupport, TimePoint()); }
    void join(std::string_view nick, std::string_view channel,
              std::optional<std::string_view> account = std::nullopt, std::string_view host = "host") {
        KnownChannel* known = directory.channel(channel, isupport);
        ASSERT_NE(known, nullptr) << channel;
        directory.seat(*known, {nick, "user", host, {}}, account, isupport);
    }
    std::string account(std::string_view nick) { return std::string(directory.account_of(nick, isupport)); }
    std::set<std::string> channels(std::string_view nick) {
        std::set<std::string> names;
        for (const KnownChannel* channel : directory.channels_of(nick, isupport))
            names.insert(channel->folded);
        return names;
    }
    std::string modes(std::string_view channel, std::string_view nick) {
        return directory.member_modes(channel, nick, isupport).value_or("absent");
    }

    Isupport isupport = announced_as("PREFIX=(qaohv)~&@%+");
    Directory directory;
};

using Names = std::set<std::string>;

TEST_F(IrcDirectory, KnowsTheAccountOfWhoIsSeen) {
    enter("#c");
    join("Alice", "#c", "alice_acc");
    join("bob", "#c", "*");
    EXPECT_EQ(account("ALICE"), "alice_acc");
    EXPECT_EQ(account("bob"), "");
    directory.set_account("bob", "bobby", isupport);
    EXPECT_EQ(directory.nick_of("bobby"), "bob");
    EXPECT_EQ(directory.nick_of("BOBBY"), "") << "accounts are opaque";
    directory.set_account("bob", "0", isupport);
    EXPECT_EQ(account("bob"), "");
    EXPECT_EQ(directory.nick_of("bobby"), "");
    EXPECT_EQ(directory.nick_of(""), "");
}

TEST_F(IrcDirectory, ForgetsWhomItNoLongerSees) {
    enter("#a");
    enter("#b");
    join("alice", "#a", "acc");
    join("alice", "#b", "acc");
    directory.unseat("#a", "alice", isupport);
    EXPECT_EQ(account("alice"), "acc");
    directory.leave("#B", isupport);
    EXPECT_EQ(account("alice"), "") << "somebody else may have that nick by now";
    EXPECT_EQ(directory.nick_of("acc"), "");
    join("alice", "#a", "acc");
    directory.forget("alice", isupport);
    EXPECT_EQ(account("alice"), "");
    EXPECT_EQ(directory.people_count(), 0U);
    EXPECT_EQ(directory.channel("#a", isupport)->size(), 0U);
}

TEST_F(IrcDirectory, KeepsAnAccountOverAJoinThatDoesNotTellOne) {
    enter("#a");
    enter("#b");
    join("alice", "#a", "acc");
    join("alice", "#b");
    EXPECT_EQ(account("alice"), "acc");
    join("alice", "#b", std::nullopt, "elsewhere");
    EXPECT_EQ(account("alice"), "") << "another host: it may be somebody else";
}

TEST_F(IrcDirectory, FollowsARename) {
    enter("#a");
    join("alice", "#a", "acc");
    join("old", "#a", "other");
    directory.rename("alice", "old", isupport);
    EXPECT_EQ(account("alice"), "");
    EXPECT_EQ(account("old"), "acc");
    EXPECT_EQ(channels("old"), (Names{"#a"}));
    EXPECT_EQ(directory.channel("#a", isupport)->size(), 1U);
    directory.rename("old", "OLD", isupport);
    EXPECT_EQ(directory.person("old", isupport)->nick(), "OLD");
}

TEST_F(IrcDirectory, RemembersPrefixModesInTheOrderOfTheServer) {
    enter("#c");
    join("alice", "#c");
    for (const char letter : {'v', 'o', 'q'})
        directory.set_member_mode("#c", "ALICE", letter, true, isupport);
    EXPECT_EQ(modes("#c", "alice"), "qov");
    directory.set_member_mode("#c", "alice", 'o', false, isupport);
    EXPECT_EQ(modes("#c", "alice"), "qv");
    EXPECT_EQ(modes("#c", "bob"), "absent");
    isupport = announced_as("PREFIX=(vq)+~");
    EXPECT_EQ(modes("#c", "alice"), "vq") << "a later PREFIX changes nothing but the order";
}

TEST_F(IrcDirectory, FoldsAnewWhenTheCaseMappingChanges) {
    enter("#C[1]");
    join("Nick[A]", "#c{1}", "acc");
    EXPECT_EQ(account("nick{a}"), "acc");
    isupport = announced_as("CASEMAPPING=ascii");
    directory.refold(isupport);
    EXPECT_EQ(account("nick{a}"), "");
    EXPECT_EQ(account("nick[a]"), "acc");
    EXPECT_EQ(directory.channel("#c{1}", isupport), nullptr);
    EXPECT_EQ(channels("NICK[A]"), (Names{"#c[1]"}));
    join("nick{a}", "#c[1]", "other");
    EXPECT_EQ(directory.people_count(), 2U);
    isupport = Isupport();
    directory.refold(isupport);
    EXPECT_EQ(directory.people_count(), 1U) << "they are the same now; one is forgotten with everything";
    EXPECT_EQ(directory.channel("#c{1}", isupport)->size(), 1U);
}

TEST_F(IrcDirectory, MovesAChannelToItsNewName) {
    enter("#old");
    join("alice", "#old");
    directory.rename_channel("#OLD", "#New", isupport);
    EXPECT_EQ(directory.channel("#old", isupport), nullptr);
    EXPECT_EQ(directory.channel("#new", isupport)->name, "#New");
    EXPECT_EQ(channels("alice"), (Names{"#new"}));
    directory.rename_channel("#new", "#NEW", isupport);
    EXPECT_EQ(directory.channel("#new", isupport)->size(), 1U);
}

TEST_F(IrcDirectory, CutsNoAccountInHalf) {
    enter("#c");
    join("alice", "#c", std::string(300, 'a'));
    EXPECT_EQ(account("alice"), "");
    join(std::string(300, 'n'), "#c");
    EXPECT_EQ(directory.people_count(), 1U);
}

TEST_F(IrcDirectory, DoesNotGrowWithoutBound) {
    enter("#c");
    for (std::size_t i = 0; i <= Directory::kMaxPeople; ++i) join("n" + std::to_string(i), "#c", "acc");
    EXPECT_EQ(account("n0"), "acc");
    EXPECT_EQ(account("n" + std::to_string(Directory::kMaxPeople)), "");
    EXPECT_EQ(directory.people_count(), Directory::kMaxPeople);
    directory.leave("#c", isupport);
    EXPECT_EQ(directory.people_count(), 0U);
    for (std::size_t i = 0; i <= Directory::kMaxChannels; ++i) enter("#" + std::to_string(i));
    EXPECT_EQ(directory.channel_count(), Directory::kMaxChannels);
}

// Against the simplest model there is.
TEST_F(IrcDirectory, IsExactWhateverTheOrderOfEvents) {
    std::mt19937 random(11);
    std::map<std::string, Names> model;  // nick to channels
    Names entered;
    const auto drop = [&](const std::string& nick, const std::string& channel) {
        const auto it = model.find(nick);
        if (it == model.end()) return;
        it->second.erase(channel);
        if (it->second.empty()) model.erase(it);
    };
    for (int i = 0; i < 30'000; ++i) {
        const std::string nick = "n" + std::to_string(random() % 60);
        const std::string channel = "#c" + std::to_string(random() % 12);
        switch (random() % 16) {
            case 0:
                if (!entered.insert(channel).second) break;
                enter(channel);
                break;
            case 1:
                entered.erase(channel);
                directory.leave(channel, isupport);
                for (int n = 0; n < 60; ++n) drop("n" + std::to_string(n), channel);
                break;
            case 2:
                directory.forget(nick, isupport);
                model.erase(nick);
                break;
            case 3: {
                const std::string to = "n" + std::to_string(random() % 60);
                directory.rename(nick, to, isupport);
                if (nick == to || !model.contains(nick)) break;
                auto node = model.extract(nick);
                model[to] = std::move(node.mapped());
                break;
            }
            case 4:
            case 5:
            case 6:
                directory.unseat(channel, nick, isupport);
                drop(nick, channel);
                break;
            default:
                if (!entered.contains(channel)) break;
                join(nick, channel);
                model[nick].insert(channel);
        }
    }
    EXPECT_EQ(directory.people_count(), model.size());
    std::map<std::string, std::size_t> sizes;
    for (const auto& [nick, in] : model) {
        EXPECT_EQ(channels(nick), in) << nick;
        for (const std::string& channel : in) ++sizes[channel];
    }
    for (const std::string& channel : entered)
        EXPECT_EQ(directory.channel(channel, isupport)->size(), sizes[channel]) << channel;
}

}  // namespace
}  // namespace confab::irc
