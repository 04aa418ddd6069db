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

Task<void> report(test::FakeContext& context, Admin& admin, std::vector<std::string>& answers) {
    co_await admin.start(context);
    for (const char* command : {"plugins", "networks", "version"})
        answers.push_back(co_await context.invoke(command, test::said("")));
}

TEST(AdminPlugin, TellsWhatIsRunningToOwnersOnly) {
    test::TestRuntime rt;
    test::FakeContext context(rt);
    FakeDirectory directory;
    context.provide<Directory>(directory);
    Admin admin;
    std::vector<std::string> answers;
    rt.run(report(context, admin, answers));
    EXPECT_EQ(answers, (std::vector<std::string>{
                           "chat 0.1.0: waiting for confab.language_model/1",
                           "libera (irc): ready\nhome (matrix): lost, connection refused", "Confab 1.2.3"}));
    ASSERT_EQ(context.commands.size(), 3u);
    for (const auto& [name, command] : context.commands)
        EXPECT_EQ(command.spec.permission(), kOwnerPermission) << name;
}

TEST(AdminReport, SaysSoWhenThereIsNothing) {
    EXPECT_EQ(plugins_report({}), "No plugins.");
    EXPECT_EQ(networks_report({}), "No networks.");
}

}  // namespace
}  // namespace confab::admin
