#include "plugins/admin/admin.hpp"

#include <gtest/gtest.h>

#include "plugins/admin/report.hpp"
#include "tests/support/fake_context.hpp"
#include "tests/unit/plugins/talk.hpp"

namespace confab::admin {
namespace {

class FakeDirectory final : public Directory {
public:
    std::vector<NetworkInfo> networks() const override {
        NetworkInfo good;
        good.account = AccountId("libera");
        good.platform = "irc";
        good.state = ConnectionState::ready;
        NetworkInfo bad;
        bad.account = AccountId("home");
        bad.platform = "matrix";
        bad.state = ConnectionState::lost;
        bad.reason = "connection refused";
        return {good, bad};
    }
    std::vector<PluginInfo> plugins() const override {
        PluginInfo chat;
        chat.id = "chat";
        chat.version = "0.1.0";
        chat.state = "waiting for confab.language_model/1";
        return {chat};
    }
    std::string version() const override { return "1.2.3"; }
};

class FakeControl final : public PluginControl {
public:
    Task<Result<std::string>> load(std::string id) override { return record("load", std::move(id)); }
    Task<Result<std::string>> unload(std::string id) override { return record("unload", std::move(id)); }
    Task<Result<std::string>> reload(std::string id) override { return record("reload", std::move(id)); }
    Result<PluginDetails> details(const std::string& id) const override {
        if (id != "dice") return Error(Errc::not_found, "there is no plugin `" + id + "` here");
        PluginDetails details;
        details.id = id;
        details.version = "1.0.0";
        details.state = "running";
        details.generation = 3;
        details.needs = {"confab.random/1"};
        details.commands = {"roll", "flip"};
        details.residue = {"the callback `x` is still held by somebody"};
        return details;
    }
    Task<Result<void>> set_setting(SettingScope scope, std::string key, std::string text) override {
        if (key != "dice.sides") co_return Error(Errc::not_found, "there is no setting `" + key + "`");
        done.push_back(key + "=" + text + " " + scope.account.str() + scope.id);
        co_return Result<void>();
    }
    Task<Result<void>> clear_setting(SettingScope scope, std::string key) override {
        done.push_back(key + " cleared " + scope.account.str() + scope.id);
        co_return Result<void>();
    }
    std::vector<std::string> settings(const Channel&) const override {
        return {"chat.model = x (Which model.)", "dice.sides = 6 (How many.)"};
    }
    std::vector<std::string> done;

private:
    Task<Result<std::string>> record(const char* what, std::string id) {
        done.push_back(what + (" " + id));
        if (id == "bad") co_return Error(Errc::internal, "it is bad");
        co_return "`" + id + "` is fine";
    }
};

class Fixture {
public:
    explicit Fixture(test::TestRuntime& rt) : context(rt) {
        context.provide<Directory>(directory);
        context.provide<PluginControl>(control);
    }
    Task<void> start() { co_await admin.start(context); }
    FakeDirectory directory;
    FakeControl control;
    test::FakeContext context;
    Admin admin;
};

using Given = std::map<std::string, ArgumentValue, std::less<>>;

Given named(const char* name) {
    Given given;
    given.emplace("name", std::string(name));
    return given;
}

Task<void> reports(Fixture& f) {
    co_await f.start();
    const MessageReceived event = test::said("");
    EXPECT_EQ(co_await f.context.invoke("plugin list", event),
              "chat 0.1.0: waiting for confab.language_model/1");
    EXPECT_EQ(co_await f.context.invoke("networks", event),
              "libera (irc): ready\nhome (matrix): lost, connection refused");
    EXPECT_EQ(co_await f.context.invoke("version", event), "Confab 1.2.3");
    EXPECT_EQ(co_await f.context.invoke("plugin info", event, named("dice")),
              "dice 1.0.0: running (generation 3)\nneeds: confab.random/1\ncommands: roll, flip\n"
              "left behind: the callback `x` is still held by somebody");
    EXPECT_EQ(co_await f.context.invoke("plugin info", event, named("x")), "there is no plugin `x` here");
}

Task<void> control(Fixture& f) {
    co_await f.start();
    const MessageReceived event = test::said("");
    EXPECT_EQ(co_await f.context.invoke("plugin load", event, named("dice")), "`dice` is fine");
    EXPECT_EQ(co_await f.context.invoke("plugin unload", event, named("dice")), "`dice` is fine");
    EXPECT_EQ(co_await f.context.invoke("plugin reload", event, named("bad")),
              "That did not work: it is bad");
    EXPECT_EQ(f.control.done, (std::vector<std::string>{"load dice", "unload dice", "reload bad"}));
}

Task<void> settings(Fixture& f) {
    co_await f.start();
    MessageReceived event = test::said("");
    Given given;
    EXPECT_EQ(co_await f.context.invoke("settings", event),
              "chat.model = x (Which model.)\ndice.sides = 6 (How many.)");
    given.emplace("plugin", std::string("dice"));
    EXPECT_EQ(co_await f.context.invoke("settings", event, given), "dice.sides = 6 (How many.)");
    given.clear();
    given.emplace("key", std::string("dice.sides"));
    given.emplace("value", std::string("20"));
    EXPECT_EQ(co_await f.context.invoke("set", event, given), "`dice.sides` is set everywhere.");
    given.emplace("here", true);
    EXPECT_EQ(co_await f.context.invoke("set", event, given), "`dice.sides` is set in this channel.");
    EXPECT_EQ(co_await f.context.invoke("unset", event, given),
              "`dice.sides` is no longer set in this channel.");
    given.erase("here");
    given.emplace("guild", true);
    EXPECT_EQ(co_await f.context.invoke("set", event, given), "This channel is in no guild.");
    given.insert_or_assign("key", std::string("no.such"));
    event.channel.guild = GuildId("g");
    EXPECT_EQ(co_await f.context.invoke("set", event, given),
              "That did not work: there is no setting `no.such`");
    const std::string here = event.channel.ref.account.str() + event.channel.ref.channel.str();
    EXPECT_EQ(f.control.done, (std::vector<std::string>{"dice.sides=20 ", "dice.sides=20 " + here,
                                                        "dice.sides cleared " + here}));
}

TEST(AdminPlugin, TellsWhatIsRunning) {
    test::TestRuntime rt;
    Fixture f(rt);
    rt.run(reports(f));
}
TEST(AdminPlugin, LoadsUnloadsAndReloads) {
    test::TestRuntime rt;
    Fixture f(rt);
    rt.run(control(f));
}
TEST(AdminPlugin, ChangesSettings) {
    test::TestRuntime rt;
    Fixture f(rt);
    rt.run(settings(f));
}
TEST(AdminPlugin, NeedsAPermissionForEverything) {
    test::TestRuntime rt;
    Fixture f(rt);
    rt.run(f.start());
    ASSERT_EQ(f.context.commands.size(), 10u);
    for (const auto& [name, command] : f.context.commands)
        EXPECT_TRUE(command.spec.permission().starts_with("admin.")) << name;
}

TEST(AdminReport, SaysSoWhenThereIsNothing) {
    EXPECT_EQ(plugins_report({}), "No plugins.");
    EXPECT_EQ(networks_report({}), "No networks.");
}

}  // namespace
}  // namespace confab::admin
