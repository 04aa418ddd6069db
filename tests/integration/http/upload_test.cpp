// Bodies from disk, in parts, with progress.
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/integration/http/script.hpp"

namespace confab::test {
namespace {

/// A file of its own, gone with the test.
class TemporaryFile {
public:
    explicit TemporaryFile(const std::string& content)
        : path((std::filesystem::temp_directory_path() / ("confab-upload-" + std::to_string(::getpid())))
                   .string()) {
        std::ofstream(path, std::ios::binary) << content;
    }
    ~TemporaryFile() { std::filesystem::remove(path); }
    std::string path;
};

Task<void> parts(TestRuntime& rt) {
    const TemporaryFile file(std::string(700'000, 'f'));
    World world(rt, impatient());
    std::vector<std::string> bodies, types;
    const auto server = world.serve(answering([&](HttpServerRequest& request) {
        bodies.push_back(request.body);
        types.emplace_back(request.headers.get("Content-Type"));
        return HttpServerResponse(bodies.size() == 1 ? 503 : 201, "");
    }));
    std::vector<HttpProgress> seen;
    HttpRequest request("POST", World::url(*server));
    request.parts.push_back(HttpPart::field("model", "x"));
    request.parts.push_back(HttpPart::file("file", file.path, "text/plain"));
    request.on_progress = [&](const HttpProgress& progress) {
        seen.push_back(progress);
    };
    const auto response = co_await world.client.send(std::move(request));
    EXPECT_TRUE(response && response->status == 201 && response->attempts == 2);
    EXPECT_EQ(bodies.size(), 2u);
    if (bodies.size() != 2) co_return;
    EXPECT_EQ(bodies[0], bodies[1]) << "a retry sends the whole file again";
    EXPECT_NE(bodies[0].find(std::string(700'000, 'f')), std::string::npos);
    EXPECT_EQ(types[0].rfind("multipart/form-data; boundary=confab-", 0), 0u);
    EXPECT_GE(seen.size(), 6u);
    std::uint64_t most = 0;
    for (const HttpProgress& progress : seen) most = std::max(most, progress.sent);
    EXPECT_EQ(most, bodies[0].size());
    EXPECT_EQ(seen.front().to_send, bodies[0].size());
}

TEST(HttpUpload, SendsPartsFromDiskAndAgainOnARetry) {
    TestRuntime rt;
    rt.run(parts(rt));
}

Task<void> off_the_loop(TestRuntime& rt) {
    const TemporaryFile file(std::string(600'000, 'g'));
    World world(rt);
    int jobs = 0;
    core::Offload offload = [&](std::function<void()> work) -> Task<void> {
        ++jobs;
        return rt.runtime().on_worker(std::move(work));
    };
    core::CoreHttpClient client(rt.executor(), world.transport, rt.clock(), world.random, rt.metrics(),
                                rt.log(), core::HttpConfig(), std::move(offload));
    const auto server = world.serve(
        answering([](HttpServerRequest& request) { return HttpServerResponse(200, request.body); }));
    HttpRequest request("PUT", World::url(*server));
    request.body_file = file.path;
    const auto response = co_await client.send(std::move(request));
    EXPECT_TRUE(response && response->body == std::string(600'000, 'g'));
    EXPECT_EQ(jobs, 3) << "three pieces of 256 KiB, read away from the I/O thread";
}

TEST(HttpUpload, ReadsFilesOnTheWorkerPool) {
    TestRuntime rt;
    rt.run(off_the_loop(rt));
}

Task<void> changed(TestRuntime& rt) {
    const TemporaryFile file(std::string(3'000'000, 'h'));
    World world(rt, without_retries());
    const auto server =
        world.serve(answering([](HttpServerRequest&) { return HttpServerResponse(200, ""); }));
    HttpRequest request("PUT", World::url(*server));
    request.body_file = file.path;
    request.on_progress = [&](const HttpProgress& progress) {
        if (progress.sent == 0) std::filesystem::resize_file(file.path, 1'000'000);
    };
    const auto response = co_await world.client.send(std::move(request));
    EXPECT_FALSE(response.has_value());
    if (response) co_return;
    EXPECT_EQ(response.error().code(), Errc::invalid_argument) << response.error().message();
    EXPECT_EQ(response.error().delivery(), Delivery::maybe_sent);
    EXPECT_EQ(world.gauge("confab_http_pool_idle"), 0) << "a half-written request ends its connection";
}

TEST(HttpUpload, RefusesAFileThatShrinksMeanwhile) {
    TestRuntime rt;
    rt.run(changed(rt));
}

Task<void> download(TestRuntime& rt) {
    World world(rt);
    const auto server = world.serve(
        answering([](HttpServerRequest&) { return HttpServerResponse(200, std::string(500'000, 'd')); }));
    std::uint64_t received = 0;
    std::optional<std::uint64_t> total;
    HttpRequest request = HttpRequest::get(World::url(*server));
    request.on_progress = [&](const HttpProgress& progress) {
        EXPECT_GE(progress.received, received);
        received = progress.received;
        total = progress.to_receive;
    };
    const auto response = co_await world.client.send(std::move(request));
    EXPECT_TRUE(response.has_value());
    EXPECT_EQ(received, 500'000u);
    EXPECT_EQ(total, 500'000u);
}

TEST(HttpUpload, ReportsDownloadsToo) {
    TestRuntime rt;
    rt.run(download(rt));
}

}  // namespace
}  // namespace confab::test
