// The race between our request and the server's close of a kept connection, a thousand times over: no
// non-idempotent request arrives twice, no idempotent one fails.
#include <map>
#include <random>

#include "tests/integration/http/script.hpp"

namespace confab::test {
namespace {

enum class Ending { closes_after_reading, resets, closes_idle, at_random };

/// Answers the first request of each connection; what happens to the second is the test's matter.
class FickleServer {
public:
    FickleServer(World& world, Ending ending)
        : ending_(ending), tasks_(world.runtime.executor(), world.runtime.log()) {
        listener_ = world.transport.listen(ListenOptions()).value();
        tasks_.spawn("fickle server", accept());
    }
    std::string url(int round) const {
        return "http://127.0.0.1:" + std::to_string(listener_->port()) + "/" + std::to_string(round);
    }
    /// What still runs uses the server: await it before the server goes.
    Task<void> stop() {
        tasks_.cancel();
        co_await tasks_.join();
    }
    std::map<std::string, int> arrived;  // by request line

private:
    Task<void> accept() {
        for (;;) {
            auto stream = co_await listener_->accept();
            if (!stream) co_return;
            tasks_.spawn("fickle connection", serve(std::move(*stream)));
        }
    }

    Task<void> serve(std::unique_ptr<Stream> stream) {
        std::string pending;
        for (int served = 0;; ++served) {
            core::HttpParser parser(core::HttpParser::Side::requests, 16 * 1024);
            parser.begin(1 << 20);
            std::array<char, 4096> buffer;
            while (!parser.done()) {
                pending.erase(0, parser.feed(pending).value());
                if (parser.done()) break;
                if (served == 1 && ending_ == Ending::closes_idle) co_await stream->close();
                if (served == 1 && ending_ == Ending::at_random)
                    stream->expires_after(Duration(std::uniform_int_distribution<int>(0, 5)(random_)));
                const auto n = co_await stream->read_some(buffer);
                if (!n) co_return;
                pending.append(buffer.data(), *n);
            }
            ++arrived[parser.method() + parser.target()];
            if (served == 1 && ending_ == Ending::closes_after_reading) {
                co_await stream->close();
                co_return;
            }
            if (served == 1 && ending_ == Ending::resets) co_return;
            const auto sent = co_await stream->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            if (!sent) co_return;
        }
    }

    Ending ending_;
    std::mt19937 random_{42};
    core::TaskScope tasks_;
    std::unique_ptr<Listener> listener_;
};

class Kind {
public:
    Kind(const char* name_in, const char* method_in, bool key_in, bool idempotent_in)
        : name(name_in), method(method_in), key(key_in), idempotent(idempotent_in) {}
    const char* name;
    const char* method;
    bool key;
    bool idempotent;
};

Task<void> rounds(TestRuntime& rt, Ending ending, Kind kind) {
    core::HttpConfig config = without_retries();
    config.breaker.enabled = false;  // here failing is the normal case
    World world(rt, config);
    FickleServer server(world, ending);
    int failed = 0, lied = 0;
    constexpr int kRounds = 1000;
    for (int round = 0; round < kRounds; ++round) {
        HttpRequest request(kind.method, server.url(round));
        if (kind.key) request.headers.add("Idempotency-Key", std::to_string(round));
        if (request.method != "GET") request.body = "body";
        if (ending == Ending::at_random && round % 2 == 1) co_await rt.clock().sleep(Duration(round % 5));
        const auto response = co_await world.client.send(std::move(request));
        const int times = server.arrived[kind.method + std::string("/") + std::to_string(round)];
        if (!response) {
            ++failed;
            if (response.error().delivery() == Delivery::not_sent && times > 0) ++lied;
        }
        if (!kind.idempotent) {
            EXPECT_LE(times, 1) << kind.name << " arrived twice in round " << round;
        }
    }
    co_await server.stop();
    EXPECT_EQ(lied, 0) << "not_sent must mean that nothing arrived";
    if (kind.idempotent) {
        EXPECT_EQ(failed, 0) << kind.name;
    } else {
        EXPECT_LE(failed, kRounds / 2 + kRounds / 10) << "at most each second one meets the race";
    }
}

class StaleRace : public ::testing::TestWithParam<Ending> {};

TEST_P(StaleRace, HarmsNobody) {
    for (const Kind& kind : {Kind("GET", "GET", false, true), Kind("POST", "POST", false, false),
                             Kind("POST with key", "POST", true, true), Kind("PUT", "PUT", false, true)}) {
        TestRuntime rt;
        rt.run(rounds(rt, GetParam(), kind), Duration(60'000));
    }
}

std::string name_of(const ::testing::TestParamInfo<Ending>& info) {
    static constexpr const char* kNames[] = {"ClosesAfterReading", "Resets", "ClosesIdle", "AtRandom"};
    return kNames[static_cast<int>(info.param)];
}

INSTANTIATE_TEST_SUITE_P(Endings, StaleRace,
                         ::testing::Values(Ending::closes_after_reading, Ending::resets, Ending::closes_idle,
                                           Ending::at_random),
                         name_of);

}  // namespace
}  // namespace confab::test
