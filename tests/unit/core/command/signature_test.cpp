#include "core/command/signature.hpp"

#include <gtest/gtest.h>

namespace confab::test {
namespace {

using namespace confab::core;

Arguments bound(const char* signature, std::string_view input) {
    Result<Arguments> arguments = bind_arguments(Signature::parse(signature), input);
    EXPECT_TRUE(arguments.has_value()) << arguments.error().context();
    return arguments ? *arguments : Arguments();
}

std::string refused(const char* signature, std::string_view input) {
    const Result<Arguments> arguments = bind_arguments(Signature::parse(signature), input);
    EXPECT_TRUE(arguments.has_error()) << "accepted: " << input;
    return arguments ? std::string() : arguments.error().context();
}

TEST(Signature, DescribesItself) {
    const Signature signature = Signature::parse("remind <in:duration> [count:integer=1] [what...]");
    EXPECT_EQ(signature.name(), "remind");
    EXPECT_EQ(signature.usage(), "remind <in> [count] [what...]");
    ASSERT_EQ(signature.parameters().size(), 3U);
    EXPECT_EQ(signature.parameters()[0].type, OptionType::duration);
    EXPECT_TRUE(signature.parameters()[2].rest);
}

TEST(Signature, RefusesMistakesOfTheAuthor) {
    for (const char* text : {"", "Roll", "roll sides", "roll <a...> <b>", "roll [a] <b>", "roll <a:colour>",
                             "roll <a=1>", "roll [a:integer=x]", "roll <>", "roll <A>"})
        EXPECT_THROW(Signature::parse(text), std::invalid_argument) << text;
}

TEST(Arguments, AreConvertedWithDefaults) {
    const Arguments arguments = bound("roll [sides:integer=6] [count:integer=1]", "20");
    EXPECT_EQ(std::get<std::int64_t>(arguments.at("sides").at(0)), 20);
    EXPECT_EQ(std::get<std::int64_t>(arguments.at("count").at(0)), 1);
    EXPECT_EQ(std::get<Duration>(bound("in <t:duration>", "1h30m").at("t").at(0)), Duration(5'400'000));
    EXPECT_DOUBLE_EQ(std::get<double>(bound("x <n:number>", "2.5").at("n").at(0)), 2.5);
    EXPECT_TRUE(bound("x [a]", "").empty());
}

TEST(Arguments, RespectQuotesAndTheRestOfTheLine) {
    const Arguments arguments = bound("say <who> <what...>", R"("Alice B" hello   "you"  )");
    EXPECT_EQ(std::get<std::string>(arguments.at("who").at(0)), "Alice B");
    EXPECT_EQ(std::get<std::string>(arguments.at("what").at(0)), R"(hello   "you")");
    EXPECT_EQ(std::get<std::string>(bound("x <a>", R"("a \"b\" \\")").at("a").at(0)), R"(a "b" \)");
}

TEST(Arguments, AnswerMistakesWithOneHelpfulLine) {
    EXPECT_EQ(refused("roll <sides:integer>", ""), "`sides` is missing. Usage: roll <sides>");
    EXPECT_EQ(refused("roll <sides:integer>", "six"),
              "`sides` must be a whole number, not `six`. Usage: roll <sides>");
    EXPECT_EQ(refused("roll [a]", "1 2"), "Too many arguments. Usage: roll [a]");
    EXPECT_EQ(refused("roll [a]", "\"open"), "A double quote is not closed. Usage: roll [a]");
    EXPECT_NE(refused("roll <n:integer>", "99999999999999999999").find("whole number"), std::string::npos);
}

TEST(Arguments, StayBoundedForHostileInput) {
    std::string many;
    for (int i = 0; i < 10'000; ++i) many += "x ";
    EXPECT_LT(refused("roll [a] [b]", many).size(), 100U);
    EXPECT_LT(refused("roll <n:integer>", std::string(1'000'000, 'x')).size(), 200U);
}

}  // namespace
}  // namespace confab::test
