// One process of several that share a cache: told by shared_cache_test.py what to ask for.
//
//     shared_cache_probe REDIS-PORT        then on standard input, one a line:
//     first URL COUNT          COUNT requests at once; prints how many were answered
//     load URL MILLISECONDS    20 callers without a pause, each with URLs of its own and shared ones
//     up                       waits until Redis answers
#include <cstdio>
#include <iostream>
#include <sstream>

#include "core/crypto/crypto.hpp"
#include "core/crypto/random.hpp"
#include "core/http/client.hpp"
#include "core/log/log.hpp"
#include "core/metrics/registry.hpp"
#include "core/net/transport.hpp"
#include "core/redis/redis_cache.hpp"
#include "core/runtime/runtime.hpp"
#include "core/runtime/task_scope.hpp"

namespace confab::test {
namespace {

class Probe {
public:
    Probe(core::Runtime& runtime, std::uint16_t redis_port)
        : runtime_(runtime),
          log_(logs_.logger("probe")),
          transport_(runtime.executor(), metrics_, *log_),
          redis_(runtime.executor(), transport_, runtime.clock(), random_, crypto_, metrics_, *log_,
                 settings(redis_port)),
          client_(runtime.executor(), transport_, runtime.clock(), random_, metrics_, *log_,
                  core::HttpConfig(), {}, &redis_) {
        redis_.start();
    }

    Task<int> run() {
        std::string line;
        for (bool more = true; more;) {
            co_await runtime_.on_worker([&] { more = static_cast<bool>(std::getline(std::cin, line)); });
            if (!more) break;
            std::istringstream words(line);
            std::string command, url;
            int number = 0;
            words >> command >> url >> number;
            good_ = failed_ = 0;
            core::TaskScope callers(runtime_.executor(), *log_);
            const TimePoint until = runtime_.clock().now() + Duration(number);
            if (command == "first")
                for (int i = 0; i < number; ++i) callers.spawn("caller", ask(url));
            if (command == "load")
                for (int i = 0; i < 20; ++i) callers.spawn("caller", keep_asking(url, i, until));
            while (command == "up" && !redis_.is_up()) co_await runtime_.clock().sleep(Duration(5));
            co_await callers.join();
            std::printf("{\"good\":%d,\"failed\":%d,\"shared_hits\":%llu,\"up\":%s}\n", good_, failed_,
                        static_cast<unsigned long long>(
                            metrics_.counter("confab_http_cache_shared_hits_total").value()),
                        redis_.is_up() ? "true" : "false");
            std::fflush(stdout);
        }
        co_await client_.stop();
        co_await redis_.stop();
        co_return 0;
    }

private:
    static core::RedisCacheConfig settings(std::uint16_t port) {
        core::RedisCacheConfig config;
        config.server.port = port;
        config.server.reconnect_cap = Duration(200);
        return config;
    }
    Task<void> ask(std::string url) {
        HttpRequest request = HttpRequest::get(std::move(url));
        request.cache = HttpCache::allowed;
        const Result<HttpResponse> response = co_await client_.send(std::move(request));
        ++(response && response->ok() ? good_ : failed_);
    }
    Task<void> keep_asking(std::string url, int caller, TimePoint until) {
        for (int i = 0; runtime_.clock().now() < until; ++i) {
            std::string path = "/shared/";
            if (i % 2 == 1) path = "/own/" + std::to_string(caller) + "/";
            std::string whole = url + path + std::to_string(i);
            co_await ask(std::move(whole));
        }
    }

    core::Runtime& runtime_;
    core::LogSystem logs_{core::LogConfig{}};
    std::unique_ptr<Logger> log_;
    core::MetricsRegistry metrics_;
    core::CoreCrypto crypto_;
    core::CoreRandom random_;
    core::CoreTransport transport_;
    core::RedisCache redis_;
    core::CoreHttpClient client_;
    int good_ = 0, failed_ = 0;
};

}  // namespace
}  // namespace confab::test

int main(int argc, char** argv) {
    if (argc != 2) return 64;
    confab::core::Runtime runtime;
    confab::test::Probe probe(runtime, static_cast<std::uint16_t>(std::atoi(argv[1])));
    return runtime.run(probe.run());
}
