#include "core/net/http_server.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/system_error.hpp>

#include "core/net/await.hpp"
#include "core/net/http_codec.hpp"
#include "core/net/http_wire.hpp"
#include "core/net/idle_watch.hpp"
#include "core/net/read_buffer.hpp"
#include "core/net/websocket_connection.hpp"
#include "core/net/websocket_handshake.hpp"
#include "core/runtime/task_scope.hpp"

namespace confab::core {
namespace asio = boost::asio;
namespace {

struct Server {
    Server(const Crypto& crypto_in, Logger& log_in, HttpServerConfig config_in, HttpHandler handler_in)
        : crypto(crypto_in), log(log_in), config(std::move(config_in)), handler(std::move(handler_in)) {}
    const Crypto& crypto;
    Logger& log;
    HttpServerConfig config;
    HttpHandler handler;
    std::unique_ptr<Listener> listener;
    TaskScope* tasks = nullptr;  // null once the handle is gone
    std::uint64_t accepted = 0;
    std::size_t active = 0;
};

using SharedServer = std::shared_ptr<Server>;

struct Counted {
    explicit Counted(std::size_t& n_in) : n(n_in) { ++n; }
    ~Counted() { --n; }
    std::size_t& n;
};

/// One connection: requests one after the other, however they arrive.
class Session {
public:
    Session(SharedServer server, std::unique_ptr<Stream> stream)
        : server_(std::move(server)),
          stream_(std::move(stream)),
          parser_(HttpParser::Side::requests, server_->config.max_header) {}

    Task<void> run();

private:
    Task<Result<void>> read_request();
    Task<HttpServerResponse> answer(HttpServerRequest& request);
    Task<bool> deliver(HttpServerRequest& request, HttpServerResponse response);
    Task<void> upgrade(HttpServerRequest& request, HttpServerResponse response);
    Task<void> refuse(const Error& error);

    SharedServer server_;
    std::unique_ptr<Stream> stream_;
    ReadBuffer buffer_;
    HttpParser parser_;
};

Task<Result<void>> Session::read_request() {
    parser_.begin(server_->config.max_body);
    stream_->expires_after(buffer_.empty() ? server_->config.idle_timeout : server_->config.request_timeout);
    bool first = true, continued = false;
    for (;;) {
        const auto used = parser_.feed(buffer_.data());
        if (!used) co_return used.error();
        buffer_.consume(*used);
        if (parser_.done()) co_return Result<void>();
        if (!continued && parser_.expects_continue()) {
            continued = true;
            if (auto sent = co_await stream_->write("HTTP/1.1 100 Continue\r\n\r\n"); !sent) co_return sent;
        }
        if (first && parser_.started()) {
            first = false;
            stream_->expires_after(server_->config.request_timeout);
        }
        const auto received = co_await stream_->read_some(buffer_.prepare());
        if (!received) co_return received.error();
        buffer_.commit(*received);
    }
}

Task<HttpServerResponse> Session::answer(HttpServerRequest& request) {
    try {
        co_return co_await server_->handler(request);
    } catch (const boost::system::system_error& error) {
        if (error.code() == asio::error::operation_aborted) throw;
        server_->log.error("http handler failed", {{"path", request.path()}, {"reason", error.what()}});
    } catch (const std::exception& error) {
        server_->log.error("http handler failed", {{"path", request.path()}, {"reason", error.what()}});
    }
    HttpServerResponse failure(500, "the handler failed\n", "text/plain");
    failure.close = true;
    co_return failure;
}

Task<void> Session::refuse(const Error& error) {
    if (!parser_.started() || (error.code() != Errc::protocol && error.code() != Errc::too_large)) co_return;
    const int status = error.code() == Errc::protocol ? 400 : parser_.header_too_large() ? 431 : 413;
    const HttpServerResponse response(status, error.context() + "\n", "text/plain");
    const auto bytes = response_bytes(response, false, false);
    stream_->expires_after(Duration(5'000));
    if (bytes) co_await stream_->write(*bytes);
    co_await stream_->close();
}

Task<void> Session::upgrade(HttpServerRequest& request, HttpServerResponse response) {
    const WsServerAnswer answer = ws_server_answer(server_->crypto, request, response.headers);
    stream_->expires_after(server_->config.write_timeout);
    const auto sent = co_await stream_->write(answer.bytes);
    if (!sent) co_return;
    if (!answer.accepted) {
        co_await stream_->close();
        co_return;
    }
    stream_->expires_never();
    auto socket = std::make_unique<WebSocketConnection>(
        std::move(stream_), nullptr, server_->config.max_websocket_message, buffer_.data());
    co_await response.session(std::move(socket));
}

// True when the connection goes on.
Task<bool> Session::deliver(HttpServerRequest& request, HttpServerResponse response) {
    using Kind = HttpServerResponse::Kind;
    if (response.kind == Kind::reset)
        if (auto* const abortive = dynamic_cast<Abortive*>(stream_.get())) abortive->reset();
    if (response.kind == Kind::drop || response.kind == Kind::reset) co_return false;
    if (response.kind == Kind::upgrade) {
        co_await upgrade(request, std::move(response));
        co_return false;
    }
    const bool keep = response.kind == Kind::normal && !response.close && parser_.keep_alive();
    Result<std::string> bytes = response.kind == Kind::raw
                                    ? Result<std::string>(std::move(response.body))
                                    : response_bytes(response, keep, request.method == "HEAD");
    if (!bytes) {
        server_->log.error("http handler gave an impossible answer",
                           {{"path", request.path()}, {"reason", bytes.error().context()}});
        co_return false;
    }
    stream_->expires_after(server_->config.write_timeout);
    const auto sent = co_await stream_->write(*bytes);
    if (sent && !keep) co_await stream_->close();
    co_return sent.has_value() && keep;
}

Task<void> Session::run() {
    const Counted counted(server_->active);
    for (bool open = true; open;) {
        const Result<void> read = co_await read_request();
        if (!read) {
            co_await refuse(read.error());
            co_return;
        }
        stream_->expires_never();
        HttpServerRequest request;
        request.method = std::move(parser_.method());
        request.target = std::move(parser_.target());
        request.headers = std::move(parser_.headers());
        request.body = std::move(parser_.body());
        HttpServerResponse response = co_await answer(request);
        open = co_await deliver(request, std::move(response));
    }
}

Task<void> serve(SharedServer server, std::unique_ptr<Stream> stream) {
    Session session(std::move(server), std::move(stream));
    co_await session.run();
}

Task<void> accept_loop(SharedServer server, asio::any_io_executor executor) {
    asio::steady_timer pause(executor);
    while (server->tasks) {
        auto stream = co_await server->listener->accept();
        if (!server->tasks) co_return;
        if (stream) {
            ++server->accepted;
            if (server->active >= server->config.max_connections) continue;
            server->tasks->spawn("http connection", serve(server, std::move(*stream)));
        } else if (stream.error().code() == Errc::closed || stream.error().code() == Errc::cancelled) {
            co_return;
        } else {
            // Out of file descriptors, most likely: the next attempt would fail at once and spin.
            server->log.warn("http accept failed", {{"reason", stream.error().message()}});
            pause.expires_after(Duration(100));
            co_await pause.async_wait(kAwait);
        }
    }
}

class Handle final : public HttpServerHandle {
public:
    Handle(asio::any_io_executor executor, SharedServer server)
        : server_(std::move(server)), port_(server_->listener->port()), tasks_(executor, server_->log) {
        server_->tasks = &tasks_;
        tasks_.spawn("http server", accept_loop(server_, executor));
    }
    ~Handle() override { refuse_others(); }
    std::uint16_t port() const noexcept override { return port_; }
    std::uint64_t accepted() const noexcept override { return server_->accepted; }
    Task<void> stop() override {
        refuse_others();
        tasks_.cancel();
        co_await tasks_.join();
    }

private:
    void refuse_others() noexcept {
        server_->tasks = nullptr;
        server_->listener.reset();
    }

    SharedServer server_;  // shared with its connections, which end a little after the handle
    std::uint16_t port_;
    TaskScope tasks_;
};

}  // namespace

CoreHttpServer::CoreHttpServer(asio::any_io_executor executor, Transport& transport, const Crypto& crypto,
                               Logger& log, HttpServerConfig config)
    : executor_(std::move(executor)),
      transport_(transport),
      crypto_(crypto),
      log_(log),
      config_(std::move(config)) {}

Result<std::unique_ptr<HttpServerHandle>> CoreHttpServer::listen(ListenOptions options, HttpHandler handler) {
    auto listener = transport_.listen(std::move(options));
    if (!listener) return listener.error();
    auto server = std::make_shared<Server>(crypto_, log_, config_, std::move(handler));
    server->listener = std::move(*listener);
    return std::unique_ptr<HttpServerHandle>(std::make_unique<Handle>(executor_, std::move(server)));
}

}  // namespace confab::core
