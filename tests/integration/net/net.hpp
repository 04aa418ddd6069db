#pragma once
/// A transport with listeners on loopback and an authority for their certificates.

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "core/net/transport.hpp"
#include "tests/integration/net/certificates.hpp"
#include "tests/support/test_runtime.hpp"

namespace confab::test {

using StreamPtr = std::unique_ptr<Stream>;

inline Task<void> echo(StreamPtr stream) {
    std::array<char, 4096> buffer;
    for (;;) {
        const auto n = co_await stream->read_some(buffer);
        if (!n) break;
        const auto sent = co_await stream->write(std::string_view(buffer.data(), *n));
        if (!sent) break;
    }
    co_await stream->close();
}

inline Task<void> serve_echo(Listener& listener, core::TaskScope& tasks) {
    for (;;) {
        auto stream = co_await listener.accept();
        if (!stream) co_return;
        tasks.spawn("echo", echo(std::move(*stream)));
    }
}

inline Task<std::string> read_exactly(Stream& stream, std::size_t size) {
    std::string out(size, '\0');
    std::size_t have = 0;
    while (have < size) {
        const auto n = co_await stream.read_some(std::span(out).subspan(have));
        if (!n) {
            ADD_FAILURE() << n.error().message();
            break;
        }
        have += *n;
    }
    co_return out;
}

class Net {
public:
    explicit Net(TestRuntime& rt, core::TransportConfig config = {})
        : runtime(rt), transport(rt.executor(), rt.metrics(), rt.log(), std::move(config)) {}

    std::uint16_t listen(const CertificateFiles& files = {}, const std::string& address = "127.0.0.1",
                         std::uint16_t port = 0) {
        ListenOptions options;
        options.address = address;
        options.port = port;
        options.certificate = files.certificate;
        options.private_key = files.private_key;
        listeners.push_back(transport.listen(std::move(options)).value());
        return listeners.back()->port();
    }
    std::uint16_t echo_server(const CertificateFiles& files = {}) {
        const std::uint16_t port = listen(files);
        runtime.tasks().spawn("listener", serve_echo(*listeners.back(), runtime.tasks()));
        return port;
    }
    Endpoint tls(std::uint16_t port, const std::string& name) {
        Endpoint endpoint("127.0.0.1", port, true);
        endpoint.ca_file = authority.root();
        endpoint.server_name = name;
        return endpoint;
    }

    std::uint64_t count(const char* counter) { return runtime.metrics().counter(counter).value(); }

    TestRuntime& runtime;
    Authority authority;
    std::vector<std::unique_ptr<Listener>> listeners;
    core::CoreTransport transport;
};

inline Task<void> expect_failure(Net& net, Endpoint endpoint, Errc code, std::string words) {
    const auto stream = co_await net.transport.connect(std::move(endpoint));
    EXPECT_FALSE(stream.has_value()) << words;
    if (stream) co_return;
    EXPECT_EQ(stream.error().code(), code) << stream.error().message();
    EXPECT_NE(stream.error().message().find(words), std::string::npos) << stream.error().message();
    EXPECT_EQ(stream.error().delivery(), Delivery::not_sent);
}

}  // namespace confab::test
