#include "adapters/discord/sandbox/commands.hpp"

#include <gmock/gmock.h>

#include "adapters/discord/sandbox/typed_command.hpp"

namespace confab::discord_sandbox::test {
namespace {

using testing::HasSubstr;

class DiscordSandboxCommands : public testing::Test {
protected:
    /// "ok", or field and code of the refusal.
    std::string put(const std::string& body) {
        const auto document = json::Document::parse(body).value();
        const auto refusal = commands.replace(document.root(), world, WallTime(std::chrono::hours(500'000)));
        if (!refusal) return "ok";
        return refusal->field + " " +
               (refusal->field.empty() ? std::to_string(refusal->code) : refusal->field_code);
    }
    std::string put_option(const std::string& option) {
        return put(R"([{"name":"a","description":"d","options":[)" + option + "]}]");
    }
    std::string typed(const std::string& text) {
        const auto data = typed_command(commands.all().front(), text, world);
        if (!data) return data.error().context();
        const auto document = json::Document::parse(*data).value();
        return document["options"].dump();
    }
    World world{WallTime(std::chrono::hours(500'000)), "confab"};
    Commands commands;
};

TEST_F(DiscordSandboxCommands, RefusesNamesAndDescriptionsAsTheApi) {
    EXPECT_EQ(put(R"([{"name":"ok-1_'","description":"d"}])"), "ok");
    EXPECT_EQ(put(R"([{"name":"Upper","description":"d"}])"), "0.name APPLICATION_COMMAND_INVALID_NAME");
    EXPECT_EQ(put(R"([{"name":"a b","description":"d"}])"), "0.name APPLICATION_COMMAND_INVALID_NAME");
    EXPECT_EQ(put(R"([{"name":"a","description":""}])"), "0.description BASE_TYPE_BAD_LENGTH");
    EXPECT_EQ(put(R"([{"name":"a"}])"), "0.description BASE_TYPE_REQUIRED");
    EXPECT_EQ(put(R"([{"name":"a","description":"d"},{"name":"a","description":"e"}])"),
              "1.name APPLICATION_COMMANDS_DUPLICATE_NAME");
    EXPECT_EQ(put(R"([{"name":"a","description":"d","descripton":"e"}])"), "0.descripton UNDECLARED");
    EXPECT_EQ(put(R"([{"name":"a","description":"d","description_localizations":{"xx":"e"}}])"),
              "0.description_localizations.xx BASE_TYPE_CHOICES");
    EXPECT_EQ(put(R"([{"name":"a","description":"d","contexts":[0,3]}])"), "0.contexts BASE_TYPE_CHOICES");
    EXPECT_EQ(commands.all().size(), 1U) << "a refused overwrite changes nothing";
}

TEST_F(DiscordSandboxCommands, RefusesTooMany) {
    std::string many = "[";
    for (int i = 0; i < 101; ++i)
        many += (i > 0 ? "," : "") + (R"({"name":"c)" + std::to_string(i) + R"(","description":"d"})");
    EXPECT_EQ(put(many + "]"), " 30032");
    std::string options;
    for (int i = 0; i < 26; ++i)
        options +=
            (i > 0 ? "," : "") + (R"({"type":3,"name":"o)" + std::to_string(i) + R"(","description":"d"})");
    EXPECT_EQ(put_option(options), "0.options BASE_TYPE_BAD_LENGTH");
}

TEST_F(DiscordSandboxCommands, RefusesOptionsAsTheApi) {
    EXPECT_EQ(put_option(R"({"type":3,"name":"x","description":"d"},)"
                         R"({"type":3,"name":"y","description":"d","required":true})"),
              "0.options.1.required APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID");
    EXPECT_EQ(
        put_option(R"({"type":1,"name":"x","description":"d"},{"type":3,"name":"y","description":"d"})"),
        "0.options.1.type APPLICATION_COMMAND_OPTIONS_TYPE_INVALID");
    EXPECT_EQ(put_option(R"({"type":12,"name":"x","description":"d"})"),
              "0.options.0.type BASE_TYPE_CHOICES");
    EXPECT_EQ(put_option(R"({"type":4,"name":"x","description":"d","min_length":1})"),
              "0.options.0.min_length NUMBER_TYPE_MAX");
    EXPECT_EQ(put_option(R"({"type":4,"name":"x","description":"d","choices":[{"name":"a","value":"b"}]})"),
              "0.options.0.choices.0.value BASE_TYPE_BAD");
    EXPECT_EQ(put_option(R"({"type":2,"name":"g","description":"d","options":[)"
                         R"({"type":2,"name":"h","description":"d"}]})"),
              "0.options.0.options.0.type APPLICATION_COMMAND_OPTIONS_TYPE_INVALID");
    EXPECT_EQ(put_option(R"({"type":2,"name":"g","description":"d","options":[)"
                         R"({"type":1,"name":"h","description":"d"}]})"),
              "ok");
}

TEST_F(DiscordSandboxCommands, SendsWhatIsTypedAsTheClientWould) {
    ASSERT_EQ(put_option(
                  R"({"type":4,"name":"sides","description":"d","required":true,"max_value":100},)"
                  R"({"type":5,"name":"loud","description":"d"},{"type":3,"name":"note","description":"d"})"),
              "ok");
    EXPECT_EQ(typed("/a 6"), R"([{"type":4,"name":"sides","value":6}])");
    EXPECT_EQ(typed("/a 6 note:two words"),
              R"([{"type":4,"name":"sides","value":6},{"type":3,"name":"note","value":"two words"}])");
    EXPECT_EQ(typed("/a 6 true the rest \"of it\""),
              R"([{"type":4,"name":"sides","value":6},{"type":5,"name":"loud","value":true},)"
              R"({"type":3,"name":"note","value":"the rest \"of it\""}])");
    EXPECT_THAT(typed("/a"), HasSubstr("`sides` is missing"));
    EXPECT_THAT(typed("/a 101"), HasSubstr("no value for `sides`"));
    EXPECT_THAT(typed("/a six"), HasSubstr("no value for `sides`"));
}

}  // namespace
}  // namespace confab::discord_sandbox::test
