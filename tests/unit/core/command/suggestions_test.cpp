#include "core/command/suggestions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/core/command/command_fixture.hpp"

namespace confab::test {
namespace {

using namespace confab::core;
using testing::ElementsAre;
using testing::IsEmpty;

class Fixture : public CommandFixture {
public:
    explicit Fixture(TestRuntime& runtime) : CommandFixture(runtime) {
        table.add(owner, CommandSpec("weather <place...>", "").alias("forecast now"), says("sunny"));
        table.add(owner, CommandSpec("tag add", ""), says("added"));
        table.add(owner, CommandSpec("hiddden", "").hidden(), says("found"));
        table.add(owner, CommandSpec("discordish", "").platforms({"discord"}), says("here"));
    }
    MessageReceived in(const char* channel, const char* text) const {
        MessageReceived event = message(text);
        event.channel.ref.channel = ChannelId(channel);
        return event;
    }
};

Task<void> suggests(TestRuntime& rt) {
    Fixture f(rt);
    EXPECT_FALSE(f.say("!Wether in Rome, and please tell me the whole long story"))
        << "plugins see it all the same";
    EXPECT_THAT(co_await f.answers(),
                ElementsAre("There is no command `wether` (did you mean `!weather`?)."));
    EXPECT_THAT(co_await f.answers_to(f.in("#2", "!tga add x")),
                ElementsAre("There is no command `tga` (did you mean `!tag`?)."));
    EXPECT_THAT(co_await f.answers_to(f.in("#3", "!forcast")),
                ElementsAre("There is no command `forcast` (did you mean `!forecast`?)."));
    EXPECT_THAT(co_await f.answers_to(f.in("#4", "!hidden")), IsEmpty());
    EXPECT_THAT(co_await f.answers_to(f.in("#5", "!discordich")), IsEmpty());
    f.names.platform = "discord";
    EXPECT_THAT(co_await f.answers_to(f.in("#6", "!discordich")),
                ElementsAre("There is no command `discordich` (did you mean `!discordish`?)."));
    f.table.remove(f.owner);
    EXPECT_THAT(co_await f.answers_to(f.in("#7", "!wether")), IsEmpty()) << "names that are gone";
    co_await f.finish();
}

Task<void> keeps_quiet(TestRuntime& rt) {
    Fixture f(rt);
    for (const char* text : {"!!!", "!?", "!?!weather", "!we", "!123", "!-", "!wéather", "wether"})
        EXPECT_THAT(co_await f.answers_to(text), IsEmpty()) << text;
    EXPECT_THAT(co_await f.answers_to(("!weather" + std::string(100, 'r')).c_str()), IsEmpty());
    EXPECT_THAT(co_await f.answers_to("!wether"), testing::SizeIs(1));
    EXPECT_THAT(co_await f.answers_to("!wether"), IsEmpty()) << "once in ten seconds";
    EXPECT_THAT(co_await f.answers_to(f.in("#other", "!completely")), IsEmpty());
    EXPECT_THAT(co_await f.answers_to(f.in("#other", "!wether")), IsEmpty()) << "comparing names takes time";
    EXPECT_THAT(co_await f.answers_to(f.in("#third", "!wether")), testing::SizeIs(1));
    co_await f.finish();
}

Task<void> a_flood_costs_little(TestRuntime& rt) {
    Fixture f(rt);
    for (int i = 0; i < 1'000; ++i) f.route(f.in(("#" + std::to_string(i)).c_str(), "!wether"));
    EXPECT_THAT(co_await f.answers(), testing::SizeIs(Suggestions::kMaxBusy));
    co_await f.finish();
}

TEST(Suggestions, NameWhatWasMeant) {
    TestRuntime rt;
    rt.run(suggests(rt));
}
TEST(Suggestions, KeepQuietAboutTalkAndWhenTheyJustSpoke) {
    TestRuntime rt;
    rt.run(keeps_quiet(rt));
}
TEST(Suggestions, AreNotMadeForAFlood) {
    TestRuntime rt;
    rt.run(a_flood_costs_little(rt));
}

}  // namespace
}  // namespace confab::test
