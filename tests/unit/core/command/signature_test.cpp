#include "core/command/signature.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace confab::test {
namespace {

using namespace confab::core;
using testing::ElementsAre;
using testing::HasSubstr;

std::string refused(const std::string& text) {
    try {
        Signature::parse(text);
    } catch (const std::invalid_argument& e) {
        return e.what();
    }
    ADD_FAILURE() << "accepted: " << text;
    return {};
}

CommandParameter only(const char* text) {
    const Signature signature = Signature::parse(text);
    EXPECT_EQ(signature.parameters().size(), 1U) << text;
    return signature.parameters().at(0);
}

TEST(Signature, DescribesItself) {
    const Signature signature = Signature::parse("remind <in:duration> [count:integer=1] [what...]");
    EXPECT_EQ(signature.name(), "remind");
    EXPECT_EQ(signature.usage(), "remind <in> [count=1] [what...]");
    ASSERT_EQ(signature.parameters().size(), 3U);
    EXPECT_EQ(signature.parameters()[0].type, ParameterType::duration);
    EXPECT_TRUE(signature.parameters()[2].rest);
    EXPECT_FALSE(signature.has_options());
    EXPECT_EQ(signature.find("count")->fallback, "1");
    EXPECT_EQ(signature.find("none"), nullptr);
}

TEST(Signature, HasANameOfUpToThreeWords) {
    EXPECT_THAT(Signature::parse("  tag   add <name>").path(), ElementsAre("tag", "add"));
    EXPECT_EQ(Signature::parse("a b c").name(), "a b c");
    EXPECT_THAT(refused("a b c d"), HasSubstr("at most three words"));
    EXPECT_THAT(refused(std::string(33, 'a')), HasSubstr("at most 32"));
}

TEST(Signature, KnowsEveryTypeAndRange) {
    const CommandParameter sides = only("roll [sides:integer(2..1000)=6]");
    EXPECT_EQ(sides.type, ParameterType::integer);
    EXPECT_EQ(sides.low, 2);
    EXPECT_EQ(sides.high, 1000);
    EXPECT_FALSE(sides.required);
    EXPECT_EQ(only("x <a:number(..0.5)>").high, 0.5);
    EXPECT_FALSE(only("x <a:number(..0.5)>").low.has_value());
    EXPECT_EQ(only("x <a:integer(-5..)>").low, -5);
    EXPECT_EQ(only("x <a:duration(1s..7d)>").high, 7 * 86'400'000.0);
    EXPECT_EQ(only("x <a:string(1..20)>").high, 20);
    EXPECT_EQ(only("x <a(3..)>").low, 3) << "the type is string";
    EXPECT_EQ(only("x <a:user>").type, ParameterType::user);
    EXPECT_EQ(only("x <a:channel>").type, ParameterType::channel);
    EXPECT_EQ(only("x <a:boolean>").type, ParameterType::boolean);
    EXPECT_THAT(only("x <a:red|Green|blue>").choices, ElementsAre("red", "Green", "blue"));
    EXPECT_EQ(only("x <a:red|green>").type, ParameterType::choice);
}

TEST(Signature, TellsTheRestOfTheLineFromManyValues) {
    EXPECT_TRUE(only("x <a...>").rest);
    EXPECT_FALSE(only("x <a...>").repeated);
    EXPECT_TRUE(only("x <a:number(0..9)...>").repeated);
    EXPECT_FALSE(only("x <a:string...>").rest);
    EXPECT_TRUE(only("x [a(1..5)...]").rest);
    EXPECT_EQ(only("x [a...=not said]").fallback, "not said");
}

TEST(Signature, TellsFlagsFromOptions) {
    const Signature signature = Signature::parse(
        "mute <who:user> [--for:duration(1s..7d)=10m] [--how:hard|soft] [--at:integer] [--quiet] [why...]");
    EXPECT_TRUE(signature.has_options());
    EXPECT_EQ(signature.find("quiet")->type, ParameterType::boolean);
    EXPECT_TRUE(signature.find("quiet")->named);
    EXPECT_EQ(signature.find("for")->fallback, "10m");
    EXPECT_EQ(signature.usage(),
              "mute <who> [--for=10m] [--how:hard|soft] [--at:integer] [--quiet] [why...]");
}

TEST(Signature, RefusesMistakesOfTheAuthor) {
    for (const char* text : {"",
                             "Roll",
                             "roll <b> sides",
                             "roll <a...> <b>",
                             "roll [a] <b>",
                             "roll <a:colour>",
                             "roll <a=1>",
                             "roll [a:integer=x]",
                             "roll <>",
                             "roll <A>",
                             "<a>",
                             "-x",
                             "x <a",
                             "x <a>b",
                             "x<a>",
                             "x <a> <a>",
                             "x <a(5..1)>",
                             "x <a()>",
                             "x <a(5)>",
                             "x <a(..)>",
                             "x <a(1..5>",
                             "x <a:user(1..)>",
                             "x <a:a|>",
                             "x <a:a|A>",
                             "x <--a>",
                             "x [--a...]",
                             "x [a:user=bob]",
                             "x [a:integer(2..9)=1]",
                             "x [a:red|blue=green]",
                             "x [a(..2)=abc]",
                             "x <a:number(a..b)>",
                             "x <a:duration(1..5)>",
                             "x <a(-1..)>",
                             "x <a:integer(..99999999999999999)>",
                             "x <a:number...> [b]",
                             "x [a:duration(1m..)=1s]",
                             "x <a:>",
                             "x {a}",
                             "x [a=b\nc]",
                             "x <a:b|\x01>"})
        EXPECT_THROW(Signature::parse(text), std::invalid_argument) << text;
}

TEST(Signature, QuotesItselfInTheError) {
    EXPECT_EQ(
        refused("roll [sides:integer(2..1000)=1]"),
        "command signature \"roll [sides:integer(2..1000)=1]\": `[sides:integer(2..1000)=1]` has a default "
        "that is not a whole number from 2 to 1000");
}

}  // namespace
}  // namespace confab::test
