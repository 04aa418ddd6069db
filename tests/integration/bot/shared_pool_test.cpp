// One HTTP service for all: what an adapter asks and what the AI plugin asks go through the same pool and
// show in the same metrics. Both upstreams stand behind one address, and the pool may open one connection
// there.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "confab/service/straico.hpp"
#include "core/app/bot.hpp"
#include "core/app/sandboxes.hpp"
#include "core/crypto/crypto.hpp"
#include "core/crypto/random.hpp"
#include "core/http/client.hpp"
#include "core/net/http_server.hpp"
#include "core/net/transport.hpp"
#include "tests/support/test_runtime.hpp"

namespace confab::test {
namespace {

using namespace confab::core;

LogConfig log_config() {
    LogConfig config;
    config.level = std::getenv("CONFAB_TEST_LOG") ? LogLevel::debug : LogLevel::off;
    return config;
}

std::string option(const RunningSandbox& running, const std::string& key) {
    for (const auto& [name, value] : running.options)
        if (name == key) return value;
    ADD_FAILURE() << running.name << " has no option " << key;
    return {};
}

// Passes /_matrix/ on to one upstream and everything else to another, counting.
class Front {
public:
    Front(TestRuntime& rt, std::string matrix, std::string straico)
        : transport_(rt.executor(), rt.metrics(), rt.log()),
          server_(rt.executor(), transport_, crypto_, rt.log()),
          client_(rt.executor(), transport_, rt.clock(), random_, rt.metrics(), rt.log()),
          matrix_(std::move(matrix)),
          straico_(std::move(straico)) {}

    void listen() {
        handle_ =
            *server_.listen(ListenOptions(), [this](HttpServerRequest& request) { return pass_on(request); });
    }
    Task<void> stop() { return handle_->stop(); }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(handle_->port()); }
    std::uint64_t connections() const { return handle_->accepted(); }
    std::uint64_t matrix_requests = 0;
    std::uint64_t sync_requests = 0;
    std::uint64_t straico_requests = 0;

private:
    Task<HttpServerResponse> pass_on(HttpServerRequest& request) {
        const bool is_matrix = request.target.starts_with("/_matrix/");
        const bool is_sync = request.path().ends_with("/sync");
        ++(is_sync ? sync_requests : is_matrix ? matrix_requests : straico_requests);
        std::string url = (is_matrix ? matrix_ : straico_) + request.target;
        HttpRequest out(request.method, std::move(url));
        for (const char* name : {"Authorization", "Content-Type"})
            if (request.headers.has(name)) out.headers.add(name, std::string(request.headers.get(name)));
        out.body = request.body;
        out.lane = HttpLane::stream;
        out.timeout = Duration(60'000);
        Result<HttpResponse> answer = co_await client_.send(std::move(out));
        if (!answer) co_return HttpServerResponse(502, answer.error().message());
        co_return HttpServerResponse(answer->status, answer->body,
                                     std::string(answer->headers.get("Content-Type")));
    }

    CoreCrypto crypto_;
    CoreRandom random_;
    CoreTransport transport_;
    CoreHttpServer server_;
    CoreHttpClient client_;
    std::string matrix_;
    std::string straico_;
    std::unique_ptr<HttpServerHandle> handle_;
};

std::string bot_yaml(const Front& front, const RunningSandbox& matrix, const RunningSandbox& straico,
                     const std::string& database) {
    return "networks:\n  m:\n    adapter: matrix\n    homeserver: " + front.url() + "\n    user: \"" +
           option(matrix, "user") + "\"\n    password: \"" + option(matrix, "password") +
           "\"\n    invite_from: \"" + option(matrix, "invite_from") +
           "\"\nplugins:\n  straico: {}\n  chat: {}\nservices:\n  straico:\n    base_url: " + front.url() +
           "\n    api_key: \"" + option(straico, "api_key") +
           "\"\n  http: {max_connections: 1, max_per_host: 1}\nstorage: {path: \"" + database + "\"}\n";
}

Task<std::string> ask(Sandbox& sandbox, std::string question) {
    const Result<void> said = co_await sandbox.say("alice", sandbox.channel(), "!ask " + question);
    EXPECT_TRUE(said.has_value());
    for (;;) {
        const Result<SandboxLine> line = co_await sandbox.next_from_bot(Duration(10'000));
        if (!line) co_return "no answer: " + line.error().message();
        if (line->text.find(question) != std::string::npos) co_return line->text;
    }
}

/// A database of its own, gone with the test.
class TemporaryDatabase {
public:
    TemporaryDatabase()
        : path((std::filesystem::temp_directory_path() / ("confab-bot-" + std::to_string(::getpid()) + ".db"))
                   .string()) {}
    ~TemporaryDatabase() {
        for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
    }
    std::string path;
};

const StraicoLedger& ledger_of(Bot& bot) {
    return static_cast<Straico*>(bot.services().find(Straico::kServiceId))->ledger();
}

void expect_five_calls(const StraicoLedger& ledger) {
    using By = StraicoLedger::By;
    EXPECT_EQ(ledger.total().calls, 5u);
    EXPECT_GT(ledger.total().coins, 0);
    EXPECT_EQ(ledger.of(By::plugin, "straico").calls, 5u) << "the core names the plugin";
    EXPECT_EQ(ledger.all(By::user).size(), 1u);
    EXPECT_EQ(ledger.all(By::channel).size(), 1u);
    EXPECT_NE(ledger.all(By::user).at(0).who, "none") << "the chat plugin names the user";
    EXPECT_NE(ledger.all(By::channel).at(0).who, "none");
}

Task<void> one_pool_serves_all(TestRuntime& rt, LogSystem& logs, const SearchPath& path) {
    const TemporaryDatabase database;
    Sandboxes sandboxes(rt.runtime(), logs, path);
    std::vector<std::string> wanted = {"matrix", "straico"};
    const Result<void> started = co_await sandboxes.start(std::move(wanted));
    EXPECT_TRUE(started.has_value()) << started.error().message();
    const RunningSandbox& matrix = sandboxes.running().at(0);
    const RunningSandbox& straico = sandboxes.running().at(1);
    Front front(rt, option(matrix, "homeserver"), option(straico, "base_url"));
    front.listen();

    Problems problems("bot.yaml");
    const Config config = read_config(
        parse_tree(bot_yaml(front, matrix, straico, database.path), {}, process_environment, problems),
        problems);
    Prepared prepared = prepare(config, path, problems);
    for (const std::string& line : problems.lines()) ADD_FAILURE() << line;
    Bot bot(rt.runtime(), logs, config);
    co_await bot.start(std::move(prepared));
    EXPECT_TRUE((co_await matrix.sandbox->bot_ready(Duration(10'000))).has_value());
    for (int i = 0; i < 5; ++i) {
        const std::string question = "question number " + std::to_string(i);
        const std::string answer = co_await ask(*matrix.sandbox, question);
        EXPECT_NE(answer.find("You said: " + question), std::string::npos) << answer;
    }

    EXPECT_EQ(front.straico_requests, 5U);
    EXPECT_GE(front.matrix_requests, 8U) << "login, join, five answers ...";
    // One connection for the long poll, one for all else: the AI's requests had no other way than the
    // adapter's.
    EXPECT_EQ(front.connections(), 2U);
    // The one client counts both: nothing reached the servers beside it.
    const std::uint64_t counted = bot.metrics().counter("confab_http_attempts_total").value();
    EXPECT_EQ(counted, front.straico_requests + front.matrix_requests + front.sync_requests);
    EXPECT_GT(bot.metrics().counter("confab_http_connections_reused_total").value(), 10U);

    expect_five_calls(ledger_of(bot));
    co_await bot.stop();
    {
        Bot again(rt.runtime(), logs, config);
        co_await again.start(Prepared());
        expect_five_calls(ledger_of(again));
        co_await again.stop();
    }
    co_await front.stop();
    co_await sandboxes.stop();
}

TEST(Bot, SharesOnePoolAndKeepsOneLedger) {
    LogSystem logs(log_config());
    const SearchPath path({CONFAB_PLUGINS});
    TestRuntime rt;
    rt.run(one_pool_serves_all(rt, logs, path));
}

}  // namespace
}  // namespace confab::test
