// Runs the Discord stand-in for a third-party client: prints its options as one JSON line, lets people talk
// to the client, stages faults, and exits with 0 when every answer came as it should.
#include <iostream>

#include "adapters/discord/sandbox/sandbox.hpp"
#include "confab/json.hpp"
#include "core/crypto/crypto.hpp"
#include "core/crypto/random.hpp"
#include "core/log/log.hpp"
#include "core/metrics/registry.hpp"
#include "core/net/http_server.hpp"
#include "core/net/transport.hpp"
#include "core/runtime/runtime.hpp"
#include "core/runtime/task_scope.hpp"

namespace confab::test {
namespace {

constexpr Duration kPatience{20'000};

class Host {
public:
    Host()
        : logs_(core::LogConfig()),
          log_(logs_.logger("sandbox")),
          transport_(runtime_.executor(), metrics_, *log_),
          server_(runtime_.executor(), transport_, crypto_, *log_),
          tasks_(runtime_.executor(), *log_),
          sandbox_(server_, runtime_.clock(), random_, [this](std::string name, Task<void> task) {
              tasks_.spawn(std::move(name), std::move(task));
          }) {}

    int run() { return runtime_.run(play()); }

private:
    void print_options() {
        json::Writer out;
        out.begin_object();
        const auto options = sandbox_.listen();
        for (const auto& [key, value] : options.value()) out.field(key, value);
        out.end_object();
        std::cout << out.str() << std::endl;
    }

    void check(bool good, std::string_view what) {
        std::cout << (good ? "ok     " : "FAILED ") << what << std::endl;
        failed_ = failed_ || !good;
    }

    Task<void> expect(std::string channel, std::string text) {
        const auto line = co_await sandbox_.next_from_bot(kPatience);
        const std::string got = line ? line->channel + " " + line->text : line.error().message();
        check(got == channel + " " + text, "expected `" + channel + " " + text + "`, got `" + got + "`");
    }

    Task<void> talk(std::string channel, std::string text) {
        const Result<void> said = co_await sandbox_.say("alice", channel, text);
        check(said.has_value(), "alice says " + text);
        co_await expect(std::move(channel), "pong: " + text);
    }

    Task<void> types(std::string channel, std::string text) {
        const Result<void> said = co_await sandbox_.say("alice", std::move(channel), text);
        check(said.has_value(), "alice types " + text);
    }

    Task<void> commands() {
        const TimePoint deadline = runtime_.clock().now() + kPatience;
        while (sandbox_.counts().published == 0 && runtime_.clock().now() < deadline)
            co_await runtime_.clock().sleep(Duration(5));
        co_await types("#general", "/roll 6 @alice");
        co_await expect("#general", "rolled 6 for alice");
        co_await expect("#general", "and once more");
        co_await types("dm", "/tag add two words");
        co_await expect("dm", "en-US add two words\n[1 yes] [2 no]");
        co_await types("dm", "[2]");
        co_await expect("dm", "pressed n on en-US add two words");
        co_await types("dm", "[yes]");
        check(sandbox_.counts().published == 1, "a refused overwrite changes nothing");
    }

    Task<void> script() {
        const Result<void> staged = sandbox_.stage("heartbeat_interval", "500");
        print_options();
        check(staged.has_value(), "a short heartbeat interval");
        const Result<void> ready = co_await sandbox_.bot_ready(kPatience);
        check(ready.has_value(), "the client logs in");
        if (!ready) co_return;

        co_await commands();
        co_await talk("#general", "hello");
        co_await talk("dm", "a secret");
        co_await talk("#general", "everything");
        co_await expect("#general", "draft");
        co_await resumes("op7");
        co_await resumes("drop");
        const Result<void> limited = sandbox_.stage("rate_limit_user", "0.3");
        co_await talk("#general", "under a rate limit");
        check(limited && sandbox_.counts().beats >= 2, "the client beats");
    }

    Task<void> resumes(std::string fault) {
        const unsigned before = sandbox_.counts().resumes;
        const Result<void> staged = sandbox_.stage(fault, "");
        co_await runtime_.clock().sleep(Duration(20));
        co_await talk("#random", "missed by " + fault);
        check(staged && sandbox_.counts().resumes == before + 1, "the client resumes after " + fault);
    }

    Task<int> play() {
        co_await script();
        tasks_.cancel();
        co_await tasks_.join_for(Duration(5'000));
        co_return failed_ ? 1 : 0;
    }

    core::LogSystem logs_;
    std::unique_ptr<Logger> log_;
    core::MetricsRegistry metrics_;
    core::Runtime runtime_;
    core::CoreCrypto crypto_;
    core::CoreRandom random_;
    core::CoreTransport transport_;
    core::CoreHttpServer server_;
    core::TaskScope tasks_;
    discord_sandbox::SandboxServer sandbox_;
    bool failed_ = false;
};

}  // namespace
}  // namespace confab::test

int main() {
    return confab::test::Host().run();
}
