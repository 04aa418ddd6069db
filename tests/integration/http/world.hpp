#pragma once
/// A client and servers on loopback, with the real services in between.

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "core/crypto/crypto.hpp"
#include "core/crypto/random.hpp"
#include "core/http/client.hpp"
#include "core/net/http_server.hpp"
#include "core/net/transport.hpp"
#include "tests/support/test_runtime.hpp"

namespace confab::test {

class World {
public:
    explicit World(TestRuntime& rt, core::HttpConfig config = {})
        : runtime(rt),
          transport(rt.executor(), rt.metrics(), rt.log()),
          server(rt.executor(), transport, crypto, rt.log()),
          client(rt.executor(), transport, rt.clock(), random, rt.metrics(), rt.log(), std::move(config)) {}

    std::unique_ptr<HttpServerHandle> serve(HttpHandler handler) {
        return server.listen(ListenOptions(), std::move(handler)).value();
    }
    std::uint64_t count(std::string_view counter, std::string_view labels = {}) {
        return runtime.metrics().counter(counter, labels).value();
    }
    std::int64_t gauge(std::string_view name) { return runtime.metrics().gauge(name).value(); }

    static std::string url(const HttpServerHandle& handle, std::string_view target = "/") {
        return "http://127.0.0.1:" + std::to_string(handle.port()) + std::string(target);
    }

    TestRuntime& runtime;
    core::CoreCrypto crypto;
    core::CoreRandom random;
    core::CoreTransport transport;
    core::CoreHttpServer server;
    core::CoreHttpClient client;
};

/// A handler that needs no waiting.
inline HttpHandler answering(std::function<HttpServerResponse(HttpServerRequest&)> make) {
    return [make = std::move(make)](HttpServerRequest& request) -> Task<HttpServerResponse> {
        co_return make(request);
    };
}

}  // namespace confab::test
