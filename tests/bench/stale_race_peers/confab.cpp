// The HTTP service in the stale keep-alive race; arguments and output as in race.hpp says. Without retries
// and breaker: what is left is how it treats a kept connection.
#include "core/crypto/random.hpp"
#include "core/http/client.hpp"
#include "core/log/log.hpp"
#include "core/metrics/registry.hpp"
#include "core/net/transport.hpp"
#include "core/runtime/runtime.hpp"
#include "tests/bench/stale_race_peers/race.hpp"

namespace confab::bench {
namespace {

Task<int> rounds(core::Runtime& runtime, const Race& race) {
    core::LogConfig log_config;
    log_config.level = LogLevel::error;  // failing is the normal case here
    core::LogSystem logs(log_config);
    const auto log = logs.logger("bench");
    core::MetricsRegistry metrics;
    core::CoreRandom random;
    core::CoreTransport transport(runtime.executor(), metrics, *log);
    core::HttpConfig config;
    config.retry.max = 0;
    config.breaker.enabled = false;
    core::CoreHttpClient client(runtime.executor(), transport, runtime.clock(), random, metrics, *log,
                                config);
    int failed = 0;
    for (int round = 0; round < race.rounds; ++round) {
        const Duration pause = race.pause(round);
        if (pause.count() > 0) co_await runtime.clock().sleep(pause);
        HttpRequest request(race.method, race.url_of(round));
        if (race.key) request.headers.add("Idempotency-Key", std::to_string(round));
        if (race.method != "GET") request.body = "body";
        const Result<HttpResponse> response = co_await client.send(std::move(request));
        if (!response) ++failed;
    }
    co_await client.stop();
    co_return race.report(failed);
}

}  // namespace
}  // namespace confab::bench

int main(int argc, char** argv) {
    const confab::bench::Race race(argc, argv);
    confab::core::Runtime runtime;
    return runtime.run(confab::bench::rounds(runtime, race));
}
