// What hostile servers send: a typed error within the deadline, bounded memory, and other hosts unaffected.
#include <sys/resource.h>

#include <fstream>

#include "confab/json.hpp"
#include "tests/integration/http/script.hpp"
#include "tests/unit/core/http/deflate.hpp"

namespace confab::test {
namespace {

std::size_t resident_kib() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6));
    return 0;
}

/// Sends `head` and then `piece` until the client goes or `limit` bytes are out.
class Flood {
public:
    Flood(World& world, std::string head, std::string piece, std::size_t limit)
        : tasks_(world.runtime.executor(), world.runtime.log()),
          head_(std::move(head)),
          piece_(std::move(piece)),
          limit_(limit) {
        listener_ = world.transport.listen(ListenOptions()).value();
        tasks_.spawn("flood", serve());
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(listener_->port()) + "/"; }

    Task<void> stop() {
        tasks_.cancel();
        co_await tasks_.join();
    }

private:
    Task<void> serve() {
        for (;;) {
            auto stream = co_await listener_->accept();
            if (!stream) co_return;
            tasks_.spawn("flooding", flood(std::move(*stream)));
        }
    }
    Task<void> flood(std::unique_ptr<Stream> stream) {
        std::array<char, 4096> request;
        const auto n = co_await stream->read_some(request);
        if (!n) co_return;
        auto sent = co_await stream->write(head_);
        for (std::size_t out = 0; sent && out < limit_; out += piece_.size())
            sent = co_await stream->write(piece_);
        const auto end = co_await stream->read_some(request);
        (void)end;
    }

    core::TaskScope tasks_;
    std::string head_, piece_;
    std::size_t limit_;
    std::unique_ptr<Listener> listener_;
};

Task<void> survives(TestRuntime& rt, std::string head, std::string piece, std::size_t limit, Errc code) {
    World world(rt, without_retries());
    Flood flood(world, std::move(head), std::move(piece), limit);
    const auto healthy =
        world.serve(answering([](HttpServerRequest&) { return HttpServerResponse(200, "well"); }));
    const std::size_t before = resident_kib();
    HttpRequest request = HttpRequest::get(flood.url());
    request.timeout = Duration(1'500);
    const TimePoint start = rt.clock().now();
    const auto response = co_await world.client.send(std::move(request));
    EXPECT_FALSE(response.has_value());
    if (!response) {
        EXPECT_EQ(response.error().code(), code) << response.error().message();
    }
    EXPECT_LE(rt.clock().now() - start, std::chrono::seconds(5)) << "the request's own deadline";
    EXPECT_LT(resident_kib(), before + 64 * 1024);
    const auto other = co_await get(world, World::url(*healthy));
    EXPECT_TRUE(other && other->body == "well");
    co_await flood.stop();
}

void expect_survival(const std::string& head, const std::string& piece, std::size_t limit, Errc code) {
    TestRuntime rt;
    rt.run(survives(rt, head, piece, limit, code));
}

const std::string kOk = "HTTP/1.1 200 OK\r\n";
constexpr std::size_t kPlenty = 256u << 20;

TEST(HttpBombs, AMillionHeaders) {
    expect_survival(kOk, "X-A: b\r\n", 8'000'000, Errc::too_large);
}

TEST(HttpBombs, OneHeaderLineOfAMegabyte) {
    expect_survival(kOk + "X: ", std::string(64 * 1024, 'x'), 1 << 20, Errc::too_large);
}

TEST(HttpBombs, AnEndlessBody) {
    expect_survival(kOk + "\r\n", std::string(64 * 1024, 'x'), kPlenty, Errc::too_large);
}

TEST(HttpBombs, AnEndlessChunkedBody) {
    expect_survival(kOk + "Transfer-Encoding: chunked\r\n\r\n",
                    "ffff\r\n" + std::string(0xffff, 'x') + "\r\n", kPlenty, Errc::too_large);
}

TEST(HttpBombs, AChunkOf2To63Bytes) {
    expect_survival(kOk + "Transfer-Encoding: chunked\r\n\r\n8000000000000000\r\n",
                    std::string(64 * 1024, 'x'), kPlenty, Errc::too_large);
}

TEST(HttpBombs, AChunkSizeBeyondAllIntegers) {
    expect_survival(kOk + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n", "x", 1, Errc::protocol);
}

TEST(HttpBombs, AChunkHeaderThatDoesNotEnd) {
    expect_survival(kOk + "Transfer-Encoding: chunked\r\n\r\n1;", std::string(64 * 1024, 'e'), kPlenty,
                    Errc::too_large);
}

TEST(HttpBombs, InterimAnswersWithoutEnd) {
    expect_survival("", "HTTP/1.1 100 Continue\r\n\r\n", 4'000'000, Errc::timeout);
}

TEST(HttpBombs, ABodyThatDrips) {
    expect_survival(kOk + "Content-Length: 100\r\n\r\nx", "", 0, Errc::timeout);
}

TEST(HttpBombs, AContentLengthOf2To63) {
    expect_survival(kOk + "Content-Length: 9223372036854775808\r\n\r\n", "x", 1, Errc::too_large);
}

TEST(HttpBombs, ALengthAndChunksAtOnce) {
    expect_survival(kOk + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "x", 1,
                    Errc::protocol);
}

TEST(HttpBombs, TenMegabytesOfZerosInTenKilobytes) {
    const std::string bomb = compressed(std::string(64 << 20, '\0'));
    expect_survival(
        kOk + "Content-Encoding: gzip\r\nContent-Length: " + std::to_string(bomb.size()) + "\r\n\r\n", bomb,
        bomb.size(), Errc::too_large);
}

TEST(HttpBombs, SeveralCodingsOnTopOfEachOther) {
    const std::string twice = compressed(compressed(std::string(1 << 20, '\0')));
    expect_survival(
        kOk + "Content-Encoding: gzip, gzip\r\nContent-Length: " + std::to_string(twice.size()) + "\r\n\r\n",
        twice, twice.size(), Errc::protocol);
}

Task<void> redirect_loop(TestRuntime& rt) {
    World world(rt, without_retries());
    int hops = 0;
    const auto server = world.serve(answering([&](HttpServerRequest&) {
        HttpServerResponse response(302);
        response.headers.add("Location", "/" + std::to_string(++hops));
        return response;
    }));
    const auto response = co_await get(world, World::url(*server));
    EXPECT_TRUE(!response && response.error().code() == Errc::protocol);
    EXPECT_EQ(hops, 6);
}

TEST(HttpBombs, RedirectsWithoutEnd) {
    TestRuntime rt;
    rt.run(redirect_loop(rt));
}

Task<void> deep_json(TestRuntime& rt) {
    World world(rt, without_retries());
    const auto server = world.serve(answering(
        [](HttpServerRequest&) { return HttpServerResponse::json(200, std::string(1'000'000, '[')); }));
    auto response = co_await get(world, World::url(*server));
    EXPECT_TRUE(response.has_value());
    if (!response) co_return;
    const auto document = json::Document::parse(std::move(response->body));
    EXPECT_FALSE(document.has_value());
}

TEST(HttpBombs, AMillionBracketsOfJson) {
    TestRuntime rt;
    rt.run(deep_json(rt));
}

}  // namespace
}  // namespace confab::test
