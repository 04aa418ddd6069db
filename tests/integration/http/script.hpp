#pragma once
/// A server that does exactly what a test says, byte for byte.

#include <deque>
#include <string>
#include <vector>

#include "core/net/http_codec.hpp"
#include "tests/integration/http/world.hpp"

namespace confab::test {

/// One step of a scripted connection.
class Step {
public:
    enum class Kind { read_request, write, close, abort, wait, pause };
    static Step read() { return Step(Kind::read_request, {}); }
    static Step write(std::string bytes) { return Step(Kind::write, std::move(bytes)); }
    static Step close() { return Step(Kind::close, {}); }  ///< FIN.
    static Step abort() { return Step(Kind::abort, {}); }  ///< Drops the connection.
    static Step wait() { return Step(Kind::wait, {}); }    ///< Until the client ends.
    static Step pause() { return Step(Kind::pause, {}); }  ///< Until the test says `go_on`.
    static Step answer(std::string body) {
        return write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    }
    Kind kind;
    std::string bytes;

private:
    Step(Kind kind_in, std::string bytes_in) : kind(kind_in), bytes(std::move(bytes_in)) {}
};

using Script = std::vector<Step>;

/// Plays one script per accepted connection, in order; further connections get the last one.
class ScriptedServer {
public:
    ScriptedServer(World& world, std::vector<Script> scripts)
        : tasks_(world.runtime.executor(), world.runtime.log()), scripts_(std::move(scripts)) {
        listener_ = world.transport.listen(ListenOptions()).value();
        tasks_.spawn("scripted server", accept());
    }

    std::string url(std::string_view target = "/") const {
        return "http://127.0.0.1:" + std::to_string(listener_->port()) + std::string(target);
    }
    void go_on() { resume_.notify(); }
    std::size_t connections = 0;
    std::vector<std::string> requests;  ///< "GET /x" of each one read whole.

private:
    Task<void> accept() {
        for (;;) {
            auto stream = co_await listener_->accept();
            if (!stream) co_return;
            const std::size_t which = std::min(connections++, scripts_.size() - 1);
            tasks_.spawn("scripted connection", play(std::move(*stream), which));
        }
    }

    Task<bool> read_request(Stream& stream, std::string& pending) {
        core::HttpParser parser(core::HttpParser::Side::requests, 16 * 1024);
        parser.begin(1 << 20);
        std::array<char, 4096> buffer;
        for (;;) {
            pending.erase(0, parser.feed(pending).value());
            if (parser.done()) break;
            const auto n = co_await stream.read_some(buffer);
            if (!n) co_return false;
            pending.append(buffer.data(), *n);
        }
        requests.push_back(parser.method() + " " + parser.target());
        co_return true;
    }

    Task<void> play(std::unique_ptr<Stream> stream, std::size_t which) {
        std::string pending;
        for (const Step& step : scripts_[which]) {
            if (step.kind == Step::Kind::abort) co_return;
            if (step.kind == Step::Kind::close) {
                co_await stream->close();
                co_return;
            }
            if (step.kind == Step::Kind::write) {
                const auto sent = co_await stream->write(step.bytes);
                if (!sent) co_return;
            } else if (step.kind == Step::Kind::read_request) {
                const bool complete = co_await read_request(*stream, pending);
                if (!complete) co_return;
            } else if (step.kind == Step::Kind::pause) {
                co_await resume_.wait();
            } else {
                std::array<char, 64> ignored;
                for (bool open = true; open;) {
                    const auto n = co_await stream->read_some(ignored);
                    open = n.has_value();
                }
            }
        }
    }

    Signal resume_;
    core::TaskScope tasks_;
    std::vector<Script> scripts_;
    std::unique_ptr<Listener> listener_;
};

inline Task<Result<HttpResponse>> get(World& world, std::string url) {
    HttpRequest request = HttpRequest::get(std::move(url));
    co_return co_await world.client.send(std::move(request));
}

inline Task<Result<HttpResponse>> post(World& world, std::string url) {
    HttpRequest request("POST", std::move(url));
    request.body = "body";
    co_return co_await world.client.send(std::move(request));
}

/// Retries without waiting, so that tests of what is repeated take no time.
inline core::HttpConfig impatient() {
    core::HttpConfig config;
    config.retry.base = Duration(1);
    return config;
}

inline core::HttpConfig without_retries() {
    core::HttpConfig config;
    config.retry.max = 0;
    return config;
}

}  // namespace confab::test
