#include <arpa/inet.h>
#include <gtest/gtest-spi.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <confab/testing/chat.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace {

// Answers one request and is gone.
class OneAnswer {
public:
    explicit OneAnswer(std::string answer) : listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
        EXPECT_EQ(::listen(listener_, 1), 0);
        EXPECT_EQ(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), 0);
        port = ntohs(address.sin_port);
        thread_ = std::thread([this, answer = std::move(answer)] {
            const int peer = ::accept(listener_, nullptr, nullptr);
            char buffer[4096];
            std::string request;
            while (request.find("\r\n\r\n") == std::string::npos) {
                const ssize_t got = ::read(peer, buffer, sizeof buffer);
                if (got <= 0) break;
                request.append(buffer, static_cast<std::size_t>(got));
            }
            EXPECT_EQ(::write(peer, answer.data(), answer.size()), static_cast<ssize_t>(answer.size()));
            ::close(peer);
        });
    }
    ~OneAnswer() {
        thread_.join();
        ::close(listener_);
    }
    std::uint16_t port = 0;

private:
    int listener_;
    std::thread thread_;
};

std::string content(const std::filesystem::path& file) {
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

}  // namespace

CONFAB_TEST(AnswersRequestsInTheOrderGiven) {
    chat.http()
        .respond("GET", "https://a.example/...", 200, "one")
        .respond("GET", "https://a.example/x", 404, "two");
    auto alice = chat.user("alice");
    alice.says("!fetch https://a.example/x").expect_reply("200 one");
    alice.says("!fetch https://a.example/x").expect_reply("404 two");
    alice.says("!fetch https://a.example/x").expect_reply("404 two");
    EXPECT_EQ(chat.http().requests().size(), 3U);
    EXPECT_EQ(chat.http().requests()[0].url, "https://a.example/x");
}

CONFAB_TEST(AnswersWithAnError) {
    chat.http().fail("GET", "https://slow.example/", confab::Error(confab::Errc::timeout, "slow"));
    chat.user("alice").says("!fetch https://slow.example/").expect_reply("error: timeout: slow");
}

CONFAB_TEST(NamesTheRequestThatNobodyAnswers) {
    EXPECT_NONFATAL_FAILURE(chat.user("alice").says("!fetch https://b.example/").expect_reply("200 ..."),
                            "-- GET https://b.example/ -> nobody answers: chat.http().respond(...)");
}

CONFAB_TEST(RecordsOnceAndReplaysWithoutSecrets) {
    const std::filesystem::path file = std::filesystem::path(::testing::TempDir()) /
                                       ("confab_cassette_" + std::to_string(::getpid())) / "c.json";
    std::string url;
    {
        OneAnswer server(
            "HTTP/1.1 200 OK\r\nContent-Length: 17\r\nSet-Cookie: id=hunter2-key\r\nContent-Type: "
            "text/plain\r\n\r\n"
            "key is hunter2-ke");
        url = "http://127.0.0.1:" + std::to_string(server.port) + "/?key=hunter2-ke";
        confab::testing::Chat recording(CONFAB_TESTED_PLUGIN_FILE, confab::testing::report_to_gtest);
        recording.option("key", "hunter2-ke").http().record(file.string());
        recording.user("alice").says("!fetch " + url).expect_reply("200 key is hunter2-ke");
    }
    EXPECT_NE(content(file).find("text/plain"), std::string::npos);
    for (const char* secret : {"hunter2", "Bearer", "Cookie"})
        EXPECT_EQ(content(file).find(secret), std::string::npos) << content(file);
    chat.option("key", "hunter2-ke").http().replay(file.string());
    chat.user("alice").says("!fetch " + url).expect_reply("200 key is ***");
    std::filesystem::remove_all(file.parent_path());
}

CONFAB_TEST(SaysHowToRecordAMissingCassette) {
    EXPECT_NONFATAL_FAILURE(chat.http().replay("/nowhere/c.json"), "CONFAB_RECORD=1");
}
