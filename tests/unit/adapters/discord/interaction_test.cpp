#include "adapters/discord/interaction.hpp"

#include <gmock/gmock.h>

#include "adapters/discord/choice_buttons.hpp"
#include "adapters/discord/open_interactions.hpp"

namespace confab::discord::test {
namespace {

using testing::ElementsAre;
using testing::Pair;

class DiscordInteraction : public testing::Test {
protected:
    DiscordInteraction() {
        CommandSchema add;
        add.path = {"Tag", "add"};
        for (const char* name : {"Who", "loud", "text"}) {
            CommandParameter parameter;
            parameter.name = name;
            add.parameters.push_back(parameter);
        }
        add.parameters[0].type = ParameterType::user;
        add.parameters[1].type = ParameterType::boolean;
        add.parameters[1].named = true;
        published = publishable({add});
    }
    std::optional<Interaction> decoded(const std::string& more,
                                       const std::string& place = R"("guild_id":"9",)") {
        const std::string text =
            R"({"id":"1100000000000000000","token":"tok-en_1","channel_id":"5",)" + place +
            R"("channel":{"id":"5","type":0,"name":"general"},"locale":"de",)"
            R"("member":{"nick":"Ally","user":{"id":"200000000000000001","username":"alice"}},)" +
            more + "}";
        document = std::make_unique<json::Document>(json::Document::parse(text).value());
        return decode_interaction(document->root(), DecodeScope{account, self, channels}, published);
    }
    AccountId account{"test"};
    UserId self{"100000000000000001"};
    ChannelCache channels;
    PublishedCommands published;
    std::unique_ptr<json::Document> document;
};

TEST_F(DiscordInteraction, ACommandComesWithItsOwnNamesAndAsText) {
    const auto got = decoded(
        R"("type":2,"data":{"id":"7","name":"tag","type":1,"options":[{"type":1,"name":"add","options":[)"
        R"({"type":3,"name":"text","value":"some \"text\""},{"type":5,"name":"loud","value":true},)"
        R"({"type":6,"name":"who","value":"200000000000000002"}]}],)"
        R"("resolved":{"users":{"200000000000000002":{"id":"200000000000000002","username":"bob"}}}})");
    ASSERT_TRUE(got);
    EXPECT_EQ(got->kind, InteractionKind::command);
    EXPECT_EQ(got->token.reveal(), "tok-en_1");
    const MessageReceived& event = got->event;
    ASSERT_TRUE(event.command);
    EXPECT_EQ(event.command->path, "Tag add");
    EXPECT_THAT(event.command->arguments, ElementsAre(Pair("Who", "<@200000000000000002>"),
                                                      Pair("loud", "true"), Pair("text", "some \"text\"")));
    EXPECT_EQ(event.message.plain_text(), "/Tag add bob --loud some \"text\"");
    EXPECT_EQ(event.sender.name, "Ally");
    EXPECT_EQ(event.sender.language, "de");
    EXPECT_EQ(event.sender.assurance, Assurance::strong);
    EXPECT_EQ(event.channel.name, "general");
    EXPECT_EQ(event.channel.kind, ChannelKind::group);
    EXPECT_EQ(event.id, interaction_message_id("1100000000000000000"));
    EXPECT_TRUE(event.mentions_bot);
}

TEST_F(DiscordInteraction, ACommandUnknownToThisRunKeepsDiscordsNames) {
    const auto got =
        decoded(R"("type":2,"data":{"name":"roll","options":[{"type":4,"name":"sides","value":6},)"
                R"({"type":10,"name":"bias","value":0.5}]})");
    ASSERT_TRUE(got);
    EXPECT_EQ(got->event.command->path, "roll");
    EXPECT_THAT(got->event.command->arguments, ElementsAre(Pair("sides", "6"), Pair("bias", "0.5")));
    EXPECT_EQ(got->event.message.plain_text(), "/roll 6 0.5");
}

TEST_F(DiscordInteraction, APressSaysTheChoice) {
    const auto got = decoded(
        R"("type":3,"message":{"id":"77"},"data":{"component_type":2,"custom_id":"choice:2:no: never"})");
    ASSERT_TRUE(got);
    EXPECT_EQ(got->kind, InteractionKind::button);
    EXPECT_EQ(got->event.message.plain_text(), "no: never");
    EXPECT_EQ(got->pressed_on, "77");
    EXPECT_FALSE(got->event.command);
    EXPECT_FALSE(decoded(R"("type":3,"data":{"custom_id":"poll"})")->means_something);
}

TEST_F(DiscordInteraction, WhatIsNotAskedForOrUnusableIsIgnored) {
    EXPECT_FALSE(decoded(R"("type":4,"data":{"name":"roll"})"));
    EXPECT_FALSE(decoded(R"("type":2,"data":{"name":"report","type":3})"));
    const auto odd =
        json::Document::parse(R"({"id":"1","type":2,"token":"a/../b","channel_id":"5"})").value();
    EXPECT_FALSE(decode_interaction(odd.root(), DecodeScope{account, self, channels}, published));
}

TEST(DiscordChoiceButtons, FiveRowsOfFive) {
    std::vector<std::string> choices;
    for (int i = 1; i <= 6; ++i) choices.push_back("n" + std::to_string(i));
    const auto rows = json::Document::parse(choice_components(choices)).value();
    ASSERT_EQ(rows.root().size(), 2U);
    EXPECT_EQ(rows.root().at(0)["components"].size(), 5U);
    const json::Value last = rows.root().at(1)["components"].at(0);
    EXPECT_EQ(last.dump(), R"({"type":2,"style":2,"label":"n6","custom_id":"choice:6:n6"})");
}

TEST(DiscordChoiceButtons, AChoiceTooLongToCarryIsSaidByNumber) {
    const auto rows = json::Document::parse(choice_components({"a", std::string(200, 'x')})).value();
    const json::Value button = rows.root().at(0)["components"].at(1);
    EXPECT_EQ(button["custom_id"].string(), "choice:2:");
    EXPECT_EQ(chosen_text(button["custom_id"].string()), "2");
    EXPECT_EQ(chosen_text("choice:1:a:b"), "a:b");
    EXPECT_FALSE(chosen_text("choice:"));
    EXPECT_FALSE(chosen_text("other:1:a"));
}

const MessageId kAsked("interaction:1");
const ChannelId kHere("5");

TEST(DiscordOpenInteractions, TheFirstPartTakesThePlaceOfThinkingAndOthersFollow) {
    OpenInteractions open;
    const TimePoint now{};
    open.open(kAsked, Secret("t"), kHere, now);
    EXPECT_TRUE(open.answer(kAsked, kHere, "n1", now)->first);
    EXPECT_TRUE(open.answer(kAsked, kHere, "n1", now)->first) << "a repeat of the same part";
    EXPECT_FALSE(open.answer(kAsked, kHere, "n2", now)->first);
    EXPECT_FALSE(open.answer(kAsked, ChannelId("6"), "n3", now)) << "another channel";
    EXPECT_FALSE(open.answer(MessageId("7"), kHere, "n3", now));
    open.forget(kAsked);
    EXPECT_FALSE(open.answer(kAsked, kHere, "n3", now));
}

TEST(DiscordOpenInteractions, TokensEndAndTheirNumberIsBounded) {
    OpenInteractions open;
    const TimePoint now{};
    open.open(kAsked, Secret("t"), kHere, now);
    EXPECT_TRUE(open.answer(kAsked, kHere, "n", now + OpenInteractions::kLifetime - Duration(1)));
    EXPECT_FALSE(open.answer(kAsked, kHere, "n", now + OpenInteractions::kLifetime));
    for (std::size_t i = 0; i < OpenInteractions::kMax + 10; ++i)
        open.open(interaction_message_id(std::to_string(i)), Secret("t"), kHere, now);
    EXPECT_EQ(open.size(), OpenInteractions::kMax);
}

}  // namespace
}  // namespace confab::discord::test
