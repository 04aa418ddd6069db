// The HTTP service as plugins use it, with as many connections as there are callers.
#include "core/crypto/random.hpp"
#include "core/http/client.hpp"
#include "core/log/log.hpp"
#include "core/metrics/registry.hpp"
#include "core/net/transport.hpp"
#include "core/runtime/runtime.hpp"
#include "core/runtime/task_scope.hpp"
#include "tests/bench/http_peers/load.hpp"

namespace confab::bench {
namespace {

Task<void> caller(HttpClient& client, Load& load) {
    while (load.next()) {
        HttpRequest request = HttpRequest::get(load.url);
        const Result<HttpResponse> response = co_await client.send(std::move(request));
        load.answered(response && response->ok());
    }
}

Task<int> run(core::Runtime& runtime, Load& load) {
    core::LogSystem logs(core::LogConfig{});
    const auto log = logs.logger("bench");
    core::MetricsRegistry metrics;
    core::CoreRandom random;
    core::TransportConfig transport_config;
    transport_config.ca_file = load.ca_file;
    core::CoreTransport transport(runtime.executor(), metrics, *log, transport_config);
    core::HttpConfig config;
    config.pool.max_total = config.pool.max_per_host = static_cast<std::size_t>(load.callers);
    core::CoreHttpClient client(runtime.executor(), transport, runtime.clock(), random, metrics, *log,
                                config);
    core::TaskScope tasks(runtime.executor(), *log);
    for (int i = 0; i < load.callers; ++i) tasks.spawn("caller", caller(client, load));
    co_await tasks.join();
    co_return load.report();
}

}  // namespace
}  // namespace confab::bench

int main(int argc, char** argv) {
    confab::bench::Load load(argc, argv);
    confab::core::Runtime runtime;
    return runtime.run(confab::bench::run(runtime, load));
}
