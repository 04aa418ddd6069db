// A reload under load, through a real adapter and its stand-in: 200 messages a second, fifty reloads, and
// every message is answered once.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <set>

#include "confab/service/plugin_control.hpp"
#include "core/app/bot.hpp"
#include "core/app/config_source.hpp"
#include "core/app/sandboxes.hpp"
#include "tests/support/test_owner.hpp"

namespace confab::test {
namespace {

using namespace confab::core;

constexpr int kReloads = 50;
constexpr Duration kBetweenMessages{5};  // 200 a second
constexpr Duration kBetweenReloads{50};

// The file of the plugin `swap`, written anew by an author who builds one version after the other.
class PluginFolder {
public:
    PluginFolder()
        : folder_(std::filesystem::temp_directory_path() / ("confab-swap-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(folder_);
        build(1);
    }
    ~PluginFolder() { std::filesystem::remove_all(folder_); }
    void build(int version) const {
        const std::filesystem::path made =
            std::filesystem::path(CONFAB_FIXTURES) / ("swap_" + std::to_string(version) + ".so");
        std::filesystem::copy_file(made, folder_ / "confab_swap.so",
                                   std::filesystem::copy_options::overwrite_existing);
    }
    const std::filesystem::path& path() const { return folder_; }

private:
    std::filesystem::path folder_;
};

class Load {
public:
    std::multiset<int> counts;  // what the bot's answers counted
    int said = 0;
    bool enough = false;
};

Task<void> talk(Clock& clock, Sandbox& sandbox, Load& load) {
    TimePoint due = clock.now();
    while (!load.enough) {
        ++load.said;
        const Result<void> said = co_await sandbox.say("alice", sandbox.channel(), "!count");
        EXPECT_TRUE(said.has_value());
        due += kBetweenMessages;
        const auto left = std::chrono::duration_cast<Duration>(due - clock.now());
        if (left > Duration(0)) co_await clock.sleep(left);
    }
}

Task<void> listen(Sandbox& sandbox, Load& load) {
    for (;;) {
        const Result<SandboxLine> line = co_await sandbox.next_from_bot(Duration(60'000));
        if (!line) co_return;
        load.counts.insert(std::atoi(line->text.c_str() + line->text.rfind(' ')));
    }
}

Task<void> reload_all_the_time(TestRuntime& rt) {
    LogConfig quiet;
    quiet.level = std::getenv("CONFAB_TEST_LOG") ? LogLevel::debug : LogLevel::off;
    LogSystem logs(quiet);
    const PluginFolder folder;
    SearchPath path({CONFAB_PLUGINS});
    path.prepend(folder.path());
    Sandboxes sandboxes(rt.runtime(), logs, path);
    std::vector<std::string> wanted;
    wanted.emplace_back("matrix");
    const Result<void> started = co_await sandboxes.start(std::move(wanted));
    EXPECT_TRUE(started.has_value());
    if (!started) co_return;
    Sandbox& sandbox = *sandboxes.running().front().sandbox;

    Problems problems("bot.yaml");
    std::vector<std::pair<std::string, std::string>> plugins;
    plugins.emplace_back("swap", "{}");
    Config config =
        read_config(parse_tree(sandboxes.bot_yaml(plugins), {}, process_environment, problems), problems);
    config.bot.set("unmap_plugins", true);
    Prepared prepared = prepare(config, path, problems);
    for (const std::string& line : problems.lines()) ADD_FAILURE() << line;
    Bot bot(rt.runtime(), logs, config);
    ConfigSource source(path, "bot.yaml", [&config](Problems&) { return config; });
    bot.set_source(source);
    co_await bot.start(std::move(prepared));
    const Result<void> ready = co_await sandbox.bot_ready(Duration(10'000));
    EXPECT_TRUE(ready.has_value());

    TestOwner operator_of_it(rt, "operator");
    const std::shared_ptr<void> own = bot.services().make_own(PluginControl::kServiceId, operator_of_it);
    auto& control = *static_cast<PluginControl*>(own.get());
    Load load;
    rt.tasks().spawn("talk", talk(rt.clock(), sandbox, load));
    rt.tasks().spawn("listen", listen(sandbox, load));
    for (int i = 1; i <= kReloads; ++i) {
        folder.build(1 + i % 2);
        const Result<std::string> reloaded = co_await control.reload("swap");
        EXPECT_TRUE(reloaded.has_value()) << reloaded.error().context();
        co_await rt.clock().sleep(kBetweenReloads);
    }
    load.enough = true;
    const auto said = [&load] {
        return static_cast<std::size_t>(load.said);
    };
    for (int i = 0; i < 4'000 && load.counts.size() < said(); ++i) co_await rt.clock().sleep(Duration(5));
    EXPECT_EQ(load.counts.size(), said());
    EXPECT_GT(load.said, kReloads) << "there were messages between the reloads";
    for (int i = 1; i <= load.said; ++i) EXPECT_EQ(load.counts.count(i), 1U) << i;
    EXPECT_TRUE(control.details("swap")->residue.empty());
    EXPECT_EQ(control.details("swap")->generation, unsigned{kReloads} + 1);
    co_await bot.stop();
    co_await sandboxes.stop();
}

TEST(BotReload, AnswersEveryMessageOnceUnderLoad) {
    TestRuntime rt;
    rt.run(reload_all_the_time(rt), Duration(100'000));
}

}  // namespace
}  // namespace confab::test
