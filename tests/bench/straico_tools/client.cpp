// One caller of the HTTP service, with the arm of the comparison named on the command line:
//
//     straico_client ARM URL REQUESTS CA-FILE WARM-UP-URL
//
// One JSON line: seconds of all requests, and what our metrics counted meanwhile. A first client asks
// WARM-UP-URL and goes away, so that trust is loaded and code is warm, yet nothing is connected or cached
// when the clock starts.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>

#include "core/crypto/random.hpp"
#include "core/http/client.hpp"
#include "core/log/log.hpp"
#include "core/metrics/registry.hpp"
#include "core/net/transport.hpp"
#include "core/runtime/runtime.hpp"
#include "core/runtime/task_scope.hpp"

namespace confab::bench {
namespace {

constexpr int kWarmUp = 20;

class Arm {
public:
    static std::optional<Arm> named(const std::string& name) {
        Arm arm;
        arm.per_request = name.starts_with("per_request");
        arm.resumption = name != "per_request";
        arm.cached = name == "cached" || name == "burst";
        arm.identity = name == "identity";
        arm.burst = name == "burst";
        if (arm.per_request || arm.cached || arm.identity || name == "pooled") return arm;
        return std::nullopt;
    }
    bool per_request = false;  ///< A connection for each request: none is kept.
    bool resumption = true;
    bool cached = false;
    bool identity = false;  ///< Asks for no compression.
    bool burst = false;     ///< All requests at once.
};

class Run {
public:
    Arm arm;
    std::string url, ca_file, warm_up_url;
    int requests = 0, failed = 0;
    std::size_t body_bytes = 0;
};

Task<void> ask(HttpClient& client, Run& run, std::string url, int times) {
    for (int i = 0; i < times; ++i) {
        HttpRequest request = HttpRequest::get(url);
        if (run.arm.cached) request.cache = HttpCache::allowed;
        if (run.arm.identity) request.headers.add("Accept-Encoding", "identity");
        const Result<HttpResponse> response = co_await client.send(std::move(request));
        if (response && response->ok())
            run.body_bytes = response->body.size();
        else
            ++run.failed;
    }
}

core::HttpConfig config_of(const Arm& arm) {
    core::HttpConfig config;
    if (arm.per_request) config.pool.idle_timeout = Duration(0);
    return config;
}

Task<int> measure(core::Runtime& runtime, Run& run) {
    core::LogSystem logs(core::LogConfig{});
    const auto log = logs.logger("bench");
    core::MetricsRegistry metrics;
    core::CoreRandom random;
    core::TransportConfig transport_config;
    transport_config.ca_file = run.ca_file;
    transport_config.tls_resumption = run.arm.resumption;
    core::CoreTransport transport(runtime.executor(), metrics, *log, transport_config);
    {
        core::CoreHttpClient warm_up(runtime.executor(), transport, runtime.clock(), random, metrics, *log,
                                     config_of(run.arm));
        co_await ask(warm_up, run, run.warm_up_url, kWarmUp);
        co_await warm_up.stop();
    }
    core::CoreHttpClient client(runtime.executor(), transport, runtime.clock(), random, metrics, *log,
                                config_of(run.arm));
    core::TaskScope tasks(runtime.executor(), *log);
    Counter& connections = metrics.counter("confab_net_connections_opened_total");
    Counter& handshakes = metrics.counter("confab_tls_handshakes_total");
    Counter& resumed = metrics.counter("confab_tls_resumed_total");
    Counter& attempts = metrics.counter("confab_http_attempts_total");
    const auto connections_0 = connections.value(), handshakes_0 = handshakes.value(),
               resumed_0 = resumed.value(), attempts_0 = attempts.value();
    const auto begun = std::chrono::steady_clock::now();
    if (run.arm.burst) {
        for (int i = 0; i < run.requests; ++i) tasks.spawn("caller", ask(client, run, run.url, 1));
        co_await tasks.join();
    } else {
        co_await ask(client, run, run.url, run.requests);
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    std::printf(
        "{\"seconds\":%.9f,\"failed\":%d,\"body_bytes\":%zu,\"connections\":%llu,\"handshakes\":%llu,"
        "\"resumed\":%llu,\"attempts\":%llu}\n",
        took.count(), run.failed, run.body_bytes,
        static_cast<unsigned long long>(connections.value() - connections_0),
        static_cast<unsigned long long>(handshakes.value() - handshakes_0),
        static_cast<unsigned long long>(resumed.value() - resumed_0),
        static_cast<unsigned long long>(attempts.value() - attempts_0));
    co_await client.stop();
    co_return run.failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace confab::bench

int main(int argc, char** argv) {
    const auto arm = argc == 6 ? confab::bench::Arm::named(argv[1]) : std::nullopt;
    if (!arm) {
        std::fprintf(stderr,
                     "usage: %s per_request|per_request_resuming|pooled|identity|cached|burst URL REQUESTS "
                     "CA-FILE WARM-UP-URL\n",
                     argv[0]);
        return 64;
    }
    confab::bench::Run run;
    run.arm = *arm;
    run.url = argv[2];
    run.requests = std::atoi(argv[3]);
    run.ca_file = argv[4];
    run.warm_up_url = argv[5];
    confab::core::Runtime runtime;
    return runtime.run(confab::bench::measure(runtime, run));
}
