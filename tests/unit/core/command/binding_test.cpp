#include "core/command/binding.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/core/command/fake_names.hpp"

namespace confab::test {
namespace {

using namespace confab::core;
using testing::HasSubstr;

Result<Arguments> bind_message(const char* signature, const Message& message) {
    const AccountId account("net");
    const FakeNames names;
    return bind_text(Signature::parse(signature), ArgumentText(message), 0, NameScope(account, names));
}

Arguments bound(const char* signature, const Message& message) {
    Result<Arguments> arguments = bind_message(signature, message);
    EXPECT_TRUE(arguments.has_value()) << arguments.error().context();
    return arguments ? *arguments : Arguments();
}

std::string refused(const char* signature, const Message& message) {
    const Result<Arguments> arguments = bind_message(signature, message);
    EXPECT_TRUE(arguments.has_error()) << "accepted: " << message.plain_text();
    return arguments ? std::string() : arguments.error().context();
}

template <class T>
T value(const Arguments& arguments, const char* name, std::size_t index = 0) {
    const auto it = arguments.find(name);
    if (it == arguments.end() || index >= it->second.size() ||
        !std::holds_alternative<T>(it->second[index])) {
        ADD_FAILURE() << "no such value of `" << name << "`";
        return T();
    }
    return std::get<T>(it->second[index]);
}

std::string user(const Arguments& arguments, const char* name) {
    const auto it = arguments.find(name);
    const auto* mention = it == arguments.end() ? nullptr : std::get_if<Mention>(&it->second.front());
    return mention ? mention->user.str() : "nobody";
}

TEST(Arguments, AreConvertedWithDefaults) {
    const Arguments arguments = bound("roll [sides:integer=6] [count:integer=1]", "20");
    EXPECT_EQ(value<std::int64_t>(arguments, "sides"), 20);
    EXPECT_EQ(value<std::int64_t>(arguments, "count"), 1);
    EXPECT_EQ(value<Duration>(bound("in <t:duration>", "1h30m"), "t"), Duration(5'400'000));
    EXPECT_DOUBLE_EQ(value<double>(bound("x <n:number>", "2.5"), "n"), 2.5);
    EXPECT_EQ(value<std::int64_t>(bound("x <n:integer>", "+5"), "n"), 5);
    EXPECT_EQ(value<std::int64_t>(bound("x <n:integer>", "-5"), "n"), -5);
    EXPECT_TRUE(value<bool>(bound("x <a:boolean>", "Yes"), "a"));
    EXPECT_FALSE(value<bool>(bound("x <a:boolean>", "off"), "a"));
    EXPECT_EQ(value<std::string>(bound("x <a:red|Green>", "gREEN"), "a"), "Green");
    EXPECT_TRUE(bound("x [a]", "").empty());
}

TEST(Arguments, RespectQuotesAndTheRestOfTheLine) {
    const Arguments arguments = bound("say <who> <what...>", R"("Alice B" hello   "you"  )");
    EXPECT_EQ(value<std::string>(arguments, "who"), "Alice B");
    EXPECT_EQ(value<std::string>(arguments, "what"), R"(hello   "you")");
    EXPECT_EQ(value<std::string>(bound("x <a>", R"("a \"b\" \\ \n")"), "a"), R"(a "b" \ \n)");
    EXPECT_EQ(value<std::string>(bound("x <a>", "\"\""), "a"), "");
    EXPECT_EQ(value<std::string>(bound("x <a...>", "one\ntwo"), "a"), "one\ntwo");
}

TEST(Arguments, RepeatAsOftenAsTheyAreGiven) {
    const Arguments arguments = bound("sum <n:number(0..)...> [--round]", "1 2.5 --round 3");
    EXPECT_EQ(arguments.at("n").size(), 3U);
    EXPECT_DOUBLE_EQ(value<double>(arguments, "n", 2), 3);
    EXPECT_TRUE(value<bool>(arguments, "round"));
    EXPECT_FALSE(bound("x [n:integer...]", "").contains("n"));
    EXPECT_THAT(refused("x <n:integer...>", ""), HasSubstr("`n` is missing."));
    EXPECT_THAT(refused("x <n:integer...>", "1 2 x 4"), HasSubstr("not `x`"));
}

TEST(Arguments, TakeOptionsAnywhereBeforeTheRestOfTheLine) {
    constexpr const char* kMute = "mute <who:user> [--for:duration(1s..7d)=10m] [--quiet] [why...]";
    for (const char* text :
         {"--for 5m alice --quiet no --spam", "alice --quiet --for=5m no --spam",
          "--quiet --for=\"5m\" alice no --spam", "--quiet=yes --for 5m -- alice no --spam"}) {
        const Arguments arguments = bound(kMute, text);
        EXPECT_EQ(user(arguments, "who"), "u1") << text;
        EXPECT_EQ(value<Duration>(arguments, "for"), Duration(300'000)) << text;
        EXPECT_TRUE(value<bool>(arguments, "quiet")) << text;
        EXPECT_EQ(value<std::string>(arguments, "why"), "no --spam") << text;
    }
    const Arguments plain = bound(kMute, "alice -- --quiet is the reason");
    EXPECT_EQ(value<std::string>(plain, "why"), "--quiet is the reason");
    EXPECT_FALSE(plain.contains("quiet"));
    EXPECT_EQ(value<Duration>(plain, "for"), Duration(600'000));
    EXPECT_EQ(value<std::string>(bound("echo <text...>", "--no -- options here"), "text"),
              "--no -- options here");
    EXPECT_EQ(value<std::string>(bound("x <a> [--b]", "\"--b\""), "a"), "--b");
}

TEST(Arguments, AnswerMistakesInOptions) {
    constexpr const char* kPaint = "paint <colour:red|blue> [--size:integer(1..9)] [--bold]";
    constexpr const char* kUsage = " Usage: paint <colour:red|blue> [--size:integer] [--bold]";
    EXPECT_EQ(refused(kPaint, "red --blod"),
              "There is no option `--blod` (did you mean `--bold`?)." + std::string(kUsage));
    EXPECT_EQ(refused(kPaint, "red --size"),
              "`--size` needs a value: a whole number from 1 to 9." + std::string(kUsage));
    EXPECT_EQ(refused(kPaint, "red --size 10"),
              "`--size` must be a whole number from 1 to 9, not `10`." + std::string(kUsage));
    EXPECT_EQ(refused(kPaint, "red --bold --bold"), "`--bold` was given twice." + std::string(kUsage));
    EXPECT_THAT(refused(kPaint, "red --bold=maybe"), HasSubstr("`--bold` must be yes or no, not `maybe`."));
    EXPECT_THAT(refused(kPaint, "red --size="), HasSubstr("needs a value"));
}

TEST(Arguments, AnswerMistakesWithOneHelpfulLine) {
    EXPECT_EQ(refused("roll <sides:integer>", ""), "`sides` is missing. Usage: roll <sides>");
    EXPECT_EQ(refused("roll <sides:integer>", "six"),
              "`sides` must be a whole number, not `six`. Usage: roll <sides>");
    EXPECT_EQ(refused("roll <sides:integer(2..1000)>", "1"),
              "`sides` must be a whole number from 2 to 1000, not `1`. Usage: roll <sides>");
    EXPECT_EQ(refused("roll [a]", "1 2"), "Too many arguments. Usage: roll [a]");
    EXPECT_EQ(refused("roll [a]", "\"open"), "A double quote is not closed. Usage: roll [a]");
    EXPECT_EQ(refused("roll [a(..3)]", "four"),
              "`a` must be at most 3 characters long, not `four`. Usage: roll [a]");
    EXPECT_EQ(refused("x <c:red|green|blue>", "gren"),
              "`c` must be one of red, green, blue, not `gren` (did you mean `green`?). Usage: x "
              "<c:red|green|blue>");
    EXPECT_THAT(refused("x <t:duration(1s..7d)>", "8d"),
                HasSubstr("`t` must be a duration, such as 30s or 1h30m, from 1s to 7d, not `8d`."));
    EXPECT_THAT(refused("x <a(1..)>", "\"\""),
                HasSubstr("`a` must be at least 1 character long, not empty."));
    for (const char* number : {"99999999999999999999", "1.5", "0x10", "1e3", "", "+-1", "+"})
        EXPECT_THAT(refused("roll <n:integer>", number), HasSubstr("`n`")) << number;
    for (const char* number : {"nan", "inf", "1e999", "1,5"})
        EXPECT_THAT(refused("roll <n:number>", number), HasSubstr("a number")) << number;
}

TEST(Arguments, CountCharactersAndNotBytes) {
    EXPECT_EQ(value<std::string>(bound("x <a(3..3)>", "äöü"), "a"), "äöü");
    EXPECT_THAT(refused("x <a(3..3)>", "äö"), HasSubstr("exactly 3 characters long"));
}

TEST(Arguments, FindPeopleAndChannels) {
    EXPECT_EQ(user(bound("x <who:user>", "bob"), "who"), "u2");
    EXPECT_EQ(value<ChannelRef>(bound("x <where:channel>", "#general"), "where"),
              ChannelRef(AccountId("net"), ChannelId("c1")));
    EXPECT_EQ(refused("x <who:user>", "zoe"),
              "`who` must be a user of this network, not `zoe`. Usage: x <who>");
    EXPECT_THAT(refused("x <where:channel>", "#none"),
                HasSubstr("`where` must be a channel of this network"));
}

TEST(Arguments, TakeMentionsAsTheyAre) {
    Message message("  ");
    message.append(Mention(UserId("u9"), "Zoe of the Hills"))
        .append(Text(": --to "))
        .append(Mention(UserId("u8"), "Yan X"));
    message.append(Text(" hello ")).append(Mention(UserId("u7"), "Max")).append(Text("!"));
    const Arguments arguments = bound("x <who:user> [--to:user] <word> <rest...>", message);
    EXPECT_EQ(user(arguments, "who"), "u9");
    EXPECT_EQ(user(arguments, "to"), "u8");
    EXPECT_EQ(value<std::string>(arguments, "rest"), "Max!");
    EXPECT_EQ(value<std::string>(bound("x <a> <b> <c> <d> <e>", message), "a"), "Zoe of the Hills");
    EXPECT_THAT(refused("x <n:integer>", message), HasSubstr("not `Zoe of the Hills`"));
    Message inside("he");
    inside.append(Mention(UserId("u9"), "Zoe"));
    EXPECT_THAT(refused("x <who:user>", inside), HasSubstr("not `heZoe`")) << "no mention by itself";
}

TEST(Arguments, StayBoundedForHostileInput) {
    std::string many;
    for (int i = 0; i < 10'000; ++i) many += "1 ";
    EXPECT_LT(refused("roll [a] [b]", many).size(), 100U);
    EXPECT_EQ(refused("sum <n:number...>", many), "`n` takes at most 1000 values. Usage: sum <n...>");
    EXPECT_LT(refused("roll <n:integer>", std::string(1'000'000, 'x')).size(), 200U);
    EXPECT_LT(refused("roll <n:integer>", std::string(1'000'000, '\x80')).size(), 300U);
    EXPECT_LT(refused("x <c:a|b>", std::string(1'000'000, 'a')).size(), 200U);
    EXPECT_LT(refused("x [--a]", "--" + std::string(1'000'000, 'b')).size(), 200U);
}

TEST(Arguments, EchoNothingThatActsOnItsOwn) {
    EXPECT_THAT(refused("x <n:integer>", "a\x01\x1b[31m\x7f"), HasSubstr("not `a  [31m `."));
    EXPECT_THAT(refused("x <n:integer>", "\"a\nb`c\""), HasSubstr("not `a b'c`."));
    EXPECT_THAT(refused("x <n:integer>", "a\u202eb\u2066c\u0085d"), HasSubstr("not `a b c d`."));
    EXPECT_THAT(refused("x <n:integer>", "\xff"), HasSubstr("not `\ufffd`."));
    const std::string cut = refused("x <n:integer>", std::string(36, 'a') + "äöü" + std::string(10, 'b'));
    EXPECT_THAT(cut, HasSubstr("not `" + std::string(36, 'a') + "...`"));
}

TEST(Arguments, ComeByNameFromAPlatformsInterface) {
    const AccountId account("net");
    const FakeNames names;
    const NameScope scope(account, names);
    const Signature signature = Signature::parse("x <who:user> [n:integer=1] [--b] [l:integer...]");
    const auto arguments =
        bind_pairs(signature, {{"b", "true"}, {"l", "1 2"}, {"l", "3"}, {"who", "bob"}}, scope);
    ASSERT_TRUE(arguments.has_value()) << arguments.error().context();
    EXPECT_EQ(user(*arguments, "who"), "u2");
    EXPECT_EQ(value<std::int64_t>(*arguments, "n"), 1);
    EXPECT_EQ(arguments->at("l").size(), 3U);
    EXPECT_TRUE(value<bool>(*arguments, "b"));
    const auto rest =
        bind_pairs(Signature::parse("ask <question...>"), {{"question", "--not an \"option"}}, scope);
    EXPECT_EQ(value<std::string>(rest.value(), "question"), "--not an \"option");
    EXPECT_THAT(bind_pairs(signature, {{"whom", "bob"}}, scope).error().context(),
                HasSubstr("There is no parameter `whom` (did you mean `who`?)."));
    EXPECT_THAT(bind_pairs(signature, {{"who", "bob"}, {"who", "bob"}}, scope).error().context(),
                HasSubstr("given twice"));
    EXPECT_THAT(bind_pairs(signature, {}, scope).error().context(), HasSubstr("`who` is missing"));
}

std::string json_error(const char* signature, const char* text) {
    const AccountId account("net");
    const FakeNames names;
    const Result<json::Document> document = json::Document::parse(text);
    const auto arguments =
        bind_json(Signature::parse(signature), document->root(), NameScope(account, names));
    return arguments ? "" : arguments.error().context();
}

TEST(Arguments, ComeFromJson) {
    const AccountId account("net");
    const FakeNames names;
    const Result<json::Document> document = json::Document::parse(
        R"({"n": 6.0, "x": 2.5, "b": true, "t": "5m", "l": [1, 2], "s": "a b", "who": "bob", "opt": null})");
    const auto arguments = bind_json(
        Signature::parse(
            "x <n:integer> <x:number> <b:boolean> <t:duration> <s> <who:user> [opt] [l:integer...]"),
        document->root(), NameScope(account, names));
    ASSERT_TRUE(arguments.has_value()) << arguments.error().context();
    EXPECT_EQ(value<std::int64_t>(*arguments, "n"), 6);
    EXPECT_DOUBLE_EQ(value<double>(*arguments, "x"), 2.5);
    EXPECT_TRUE(value<bool>(*arguments, "b"));
    EXPECT_EQ(value<Duration>(*arguments, "t"), Duration(300'000));
    EXPECT_EQ(arguments->at("l").size(), 2U);
    EXPECT_EQ(value<std::string>(*arguments, "s"), "a b");
    EXPECT_EQ(user(*arguments, "who"), "u2");
    EXPECT_FALSE(arguments->contains("opt"));

    EXPECT_EQ(json_error("x <s>", R"({"s": "fine"})"), "");
    EXPECT_THAT(json_error("x <s>", R"([1])"), HasSubstr("must be an object"));
    EXPECT_THAT(json_error("x <s>", R"({"s": {}})"), HasSubstr("`s` must be a text"));
    EXPECT_THAT(json_error("x <n:integer>", R"({"n": 1.5})"), HasSubstr("whole number, not `1.5`"));
    EXPECT_THAT(json_error("x <n:integer>", R"({"n": [1]})"), HasSubstr("whole number"));
    EXPECT_THAT(json_error("x <n:integer>", R"({"m": 1})"), HasSubstr("no parameter `m`"));
    EXPECT_THAT(json_error("x <n:integer>", "null"), HasSubstr("`n` is missing"));
}

}  // namespace
}  // namespace confab::test
