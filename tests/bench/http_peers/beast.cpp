// A bare Beast keep-alive loop: a connection a caller, no pool, no retries, no limits, no time-outs. What is
// left out here is what the HTTP service is measured for.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "tests/bench/http_peers/load.hpp"

namespace asio = boost::asio;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;

namespace {

class Target {
public:
    explicit Target(const std::string& url) {
        tls = url.starts_with("https://");
        const std::size_t begin = url.find("//") + 2, slash = url.find('/', begin),
                          colon = url.find(':', begin);
        host = url.substr(begin, colon - begin);
        port = url.substr(colon + 1, slash - colon - 1);
        path = url.substr(slash);
    }
    bool tls;
    std::string host, port, path;
};

template <class Stream>
asio::awaitable<void> exchange(Stream& stream, const Target& target, confab::bench::Load& load) {
    boost::beast::flat_buffer buffer;
    while (load.next()) {
        http::request<http::empty_body> request(http::verb::get, target.path, 11);
        request.set(http::field::host, target.host + ":" + target.port);
        request.set(http::field::user_agent, "Beast");
        co_await http::async_write(stream, request, asio::use_awaitable);
        http::response<http::string_body> response;
        co_await http::async_read(stream, buffer, response, asio::use_awaitable);
        load.answered(response.result_int() == 200);
    }
}

asio::awaitable<void> caller(asio::io_context& loop, asio::ssl::context& tls, const Target& target,
                             confab::bench::Load& load) {
    tcp::resolver resolver(loop);
    const auto addresses = co_await resolver.async_resolve(target.host, target.port, asio::use_awaitable);
    tcp::socket socket(loop);
    co_await asio::async_connect(socket, addresses, asio::use_awaitable);
    socket.set_option(tcp::no_delay(true));
    if (target.tls) {
        asio::ssl::stream<tcp::socket&> stream(socket, tls);
        stream.set_verify_callback(asio::ssl::host_name_verification(target.host));
        co_await stream.async_handshake(asio::ssl::stream_base::client, asio::use_awaitable);
        co_await exchange(stream, target, load);
    } else {
        co_await exchange(socket, target, load);
    }
}

}  // namespace

int main(int argc, char** argv) {
    confab::bench::Load load(argc, argv);
    const Target target(load.url);
    asio::io_context loop(1);
    asio::ssl::context tls(asio::ssl::context::tls_client);
    tls.set_verify_mode(asio::ssl::verify_peer);
    tls.load_verify_file(load.ca_file);
    for (int i = 0; i < load.callers; ++i)
        asio::co_spawn(loop, caller(loop, tls, target, load), [](const std::exception_ptr& error) {
            if (error) std::rethrow_exception(error);
        });
    loop.run();
    return load.report();
}
