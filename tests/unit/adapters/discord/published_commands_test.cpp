#include "adapters/discord/published_commands.hpp"

#include <gmock/gmock.h>

namespace confab::discord::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

CommandSchema command(std::vector<std::string> path, std::string help = "Does it.") {
    CommandSchema schema;
    schema.path = std::move(path);
    schema.help = std::move(help);
    return schema;
}

CommandParameter parameter(std::string name, ParameterType type, bool required = true) {
    CommandParameter out;
    out.name = std::move(name);
    out.type = type;
    out.required = required;
    return out;
}

constexpr char kEverywhere[] = R"("integration_types":[0],"contexts":[0,1]})";

TEST(DiscordPublishedCommands, ACommandWithoutParameters) {
    EXPECT_EQ(publishable({command({"ping"}, "Answers pong.")}).json,
              R"([{"type":1,"name":"ping","description":"Answers pong.","options":[],)" +
                  std::string(kEverywhere) + "]");
}

TEST(DiscordPublishedCommands, TypesAndBoundsOfOptions) {
    CommandSchema roll = command({"roll"});
    CommandParameter sides = parameter("sides", ParameterType::integer, false);
    sides.low = 2;
    sides.high = 1e30;
    sides.help = "How many.";
    CommandParameter colour = parameter("colour", ParameterType::choice);
    colour.choices = {"red", "blue"};
    CommandParameter numbers = parameter("numbers", ParameterType::number, false);
    numbers.repeated = true;
    CommandParameter note = parameter("note", ParameterType::string, false);
    note.low = 0;
    note.high = 40;
    roll.parameters = {sides,
                       colour,
                       parameter("bold", ParameterType::boolean, false),
                       parameter("who", ParameterType::user, false),
                       parameter("where", ParameterType::channel, false),
                       parameter("factor", ParameterType::number, false),
                       parameter("for", ParameterType::duration, false),
                       numbers,
                       note};
    const std::string json = publishable({roll}).json;
    EXPECT_THAT(json, HasSubstr(R"("options":[{"type":3,"name":"colour","description":"colour",)"
                                R"("required":true,"choices":[{"name":"red","value":"red"},)"))
        << "required ones first";
    EXPECT_THAT(json, HasSubstr(R"({"type":4,"name":"sides","description":"How many.","required":false,)"
                                R"("min_value":2,"max_value":9007199254740991})"));
    EXPECT_THAT(json, HasSubstr(R"({"type":5,"name":"bold")"));
    EXPECT_THAT(json, HasSubstr(R"({"type":6,"name":"who")"));
    EXPECT_THAT(json, HasSubstr(R"({"type":7,"name":"where")"));
    EXPECT_THAT(json, HasSubstr(R"({"type":10,"name":"factor")"));
    EXPECT_THAT(json, HasSubstr(R"({"type":3,"name":"for")"));
    EXPECT_THAT(json, HasSubstr(R"({"type":3,"name":"numbers")"));
    EXPECT_THAT(json, HasSubstr(R"("min_length":0,"max_length":40})"));
}

TEST(DiscordPublishedCommands, SubcommandsAndGroups) {
    const PublishedCommands out = publishable(
        {command({"tag"}), command({"tag", "add"}), command({"tag", "list"}), command({"set", "a", "b"})});
    EXPECT_THAT(out.json, HasSubstr(R"({"type":1,"name":"set","description":"set","options":[)"
                                    R"({"type":2,"name":"a","description":"set a","options":[)"
                                    R"({"type":1,"name":"b","description":"Does it.","options":[]}]}],)"));
    EXPECT_THAT(out.json, HasSubstr(R"("name":"tag","description":"tag","options":[{"type":1,"name":"add")"));
    EXPECT_THAT(out.left_out, ElementsAre("tag: discord shows a command or its subcommands, not both"));
    ASSERT_TRUE(out.find("tag add"));
    EXPECT_FALSE(out.find("tag"));
}

TEST(DiscordPublishedCommands, LeavesOutWhatDiscordCannotSay) {
    const PublishedCommands out = publishable({command({"a b"}), command({"a", "b", "c", "d"}),
                                               command({std::string(33, 'x')}), command({"Ping"})});
    EXPECT_THAT(out.left_out, SizeIs(3));
    ASSERT_THAT(out.commands, SizeIs(1));
    EXPECT_EQ(out.commands[0].shown, "ping");
    EXPECT_EQ(out.commands[0].path, "Ping");
}

TEST(DiscordPublishedCommands, HiddenOnesAndOtherPlatformsAreNotMentioned) {
    CommandSchema hidden = command({"secret"});
    hidden.hidden = true;
    CommandSchema elsewhere = command({"op"});
    elsewhere.platforms = {"irc"};
    CommandSchema here = command({"pin"});
    here.platforms = {"irc", "discord"};
    const PublishedCommands out = publishable({hidden, elsewhere, here});
    EXPECT_THAT(out.commands, SizeIs(1));
    EXPECT_THAT(out.left_out, SizeIs(0));
}

TEST(DiscordPublishedCommands, AtMostAHundredCommandsAndTwentyFiveOptions) {
    std::vector<CommandSchema> many;
    for (int i = 0; i < 103; ++i) many.push_back(command({"c" + std::to_string(i)}));
    const PublishedCommands out = publishable(many);
    EXPECT_THAT(out.commands, SizeIs(100));
    EXPECT_THAT(out.left_out, SizeIs(3));

    CommandSchema wide = command({"wide"});
    for (int i = 0; i < 30; ++i)
        wide.parameters.push_back(parameter("p" + std::to_string(i), ParameterType::string, i == 29));
    const std::string json = publishable({wide}).json;
    EXPECT_THAT(json, HasSubstr(R"("name":"p29")")) << "what must be given stays";
    EXPECT_THAT(json, HasSubstr(R"("name":"p23")"));
    EXPECT_THAT(json, Not(HasSubstr(R"("name":"p24")")));
    for (CommandParameter& each : wide.parameters) each.required = true;
    EXPECT_THAT(publishable({wide}).left_out, ElementsAre(HasSubstr("more than 25")));
}

TEST(DiscordPublishedCommands, AtMost8000CharactersACommand) {
    std::vector<CommandSchema> subcommands;
    for (int i = 0; i < 25; ++i) {
        CommandSchema each = command({"big", "s" + std::to_string(i)}, std::string(200, 'h'));
        for (int p = 0; p < 4; ++p) {
            CommandParameter option = parameter("p" + std::to_string(p), ParameterType::string);
            option.help = std::string(300, 'o');
            each.parameters.push_back(option);
        }
        subcommands.push_back(each);
    }
    const PublishedCommands out = publishable(subcommands);
    EXPECT_LT(out.json.size(), 12'000U);
    EXPECT_GT(out.commands.size(), 10U);
    EXPECT_EQ(out.commands.size() + out.left_out.size(), 25U);
}

TEST(DiscordPublishedCommands, DescriptionsAreOneLineOfAHundredCharacters) {
    const std::string json = publishable({command({"a"}, "two\nlines"), command({"b"}, std::string(120, 'x')),
                                          command({"c"}, " \n ")})
                                 .json;
    EXPECT_THAT(json, HasSubstr(R"("description":"two lines")"));
    EXPECT_THAT(json, HasSubstr("\"" + std::string(99, 'x') + "\u2026\""));
    EXPECT_THAT(json, HasSubstr(R"("name":"c","description":"c")"));
}

TEST(DiscordPublishedCommands, TranslationsUseDiscordsLocales) {
    CommandSchema schema = command({"a"});
    schema.translations = {{"de", "Tut es."}, {"de-AT", "Tuat's."}, {"pt", "Faz."}, {"tlh", "nuqneH"}};
    EXPECT_THAT(publishable({schema}).json,
                HasSubstr(R"("description_localizations":{"de":"Tut es.","pt-BR":"Faz."})"));
}

TEST(DiscordPublishedCommands, ContextsFollowTheKindsOfChannels) {
    CommandSchema direct = command({"a", "x"});
    direct.kinds = {ChannelKind::direct};
    EXPECT_THAT(publishable({direct}).json, HasSubstr(R"("contexts":[1])"));
    CommandSchema thread = command({"a", "y"});
    thread.kinds = {ChannelKind::thread, ChannelKind::group};
    EXPECT_THAT(publishable({thread}).json, HasSubstr(R"("contexts":[0])"));
    EXPECT_THAT(publishable({direct, thread}).json, HasSubstr(R"("contexts":[0,1])"));
}

TEST(DiscordPublishedCommands, TheOrderOfDeclarationsDoesNotMatter) {
    const CommandSchema a = command({"a"});
    const CommandSchema b = command({"b"});
    EXPECT_EQ(publishable({a, b}).json, publishable({b, a}).json);
}

}  // namespace
}  // namespace confab::discord::test
