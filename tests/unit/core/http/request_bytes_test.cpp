#include "core/http/request_bytes.hpp"

#include <gtest/gtest.h>

#include "core/http/content_decoder.hpp"

namespace confab::core {
namespace {

std::string bytes(const HttpRequest& request) {
    return outgoing(request, Url::parse(request.url).value(), "Confab/1", "b0undary").value().bytes;
}

TEST(RequestBytes, WritesAGet) {
    EXPECT_EQ(bytes(HttpRequest::get("https://a.example/x?y")),
              "GET /x?y HTTP/1.1\r\nHost: a.example\r\nUser-Agent: Confab/1\r\nAccept-Encoding: " +
                  std::string(accepted_codings()) + "\r\nAccept: */*\r\n\r\n");
}

TEST(RequestBytes, WritesABodyWithItsLength) {
    const std::string text = bytes(HttpRequest::json("POST", "http://a:81/", "{}"));
    EXPECT_NE(text.find("Host: a:81\r\n"), std::string::npos);
    EXPECT_NE(text.find("Content-Type: application/json\r\n"), std::string::npos);
    EXPECT_TRUE(text.ends_with("Content-Length: 2\r\n\r\n{}"));
    EXPECT_NE(bytes(HttpRequest("POST", "http://a/")).find("Content-Length: 0\r\n"), std::string::npos);
    EXPECT_EQ(bytes(HttpRequest("DELETE", "http://a/")).find("Content-Length"), std::string::npos);
}

TEST(RequestBytes, LetsTheCallerChooseMeaningButNotFraming) {
    HttpRequest request("POST", "http://a/");
    request.headers.add("user-agent", "mine");
    request.headers.add("accept-encoding", "identity");
    request.headers.add("content-length", "999");
    request.headers.add("Transfer-Encoding", "chunked");
    request.headers.add("Connection", "close");
    request.headers.add("Host", "evil");
    const std::string text = bytes(request);
    EXPECT_NE(text.find("user-agent: mine\r\n"), std::string::npos);
    EXPECT_EQ(text.find("Confab/1"), std::string::npos);
    EXPECT_EQ(text.find("gzip"), std::string::npos);
    for (const char* refused : {"999", "chunked", "close", "evil"})
        EXPECT_EQ(text.find(refused), std::string::npos);
}

TEST(RequestBytes, RefusesWhatWouldBreakTheMessage) {
    const Url url = Url::parse("http://a/").value();
    HttpRequest header("GET", "http://a/");
    header.headers.add("X", "a\r\nEvil: 1");
    EXPECT_EQ(outgoing(header, url, "c", "b").error().code(), Errc::invalid_argument);
    EXPECT_EQ(outgoing(HttpRequest("GE T", "http://a/"), url, "c", "b").error().code(),
              Errc::invalid_argument);
    EXPECT_EQ(outgoing(HttpRequest("", "http://a/"), url, "c", "b").error().code(), Errc::invalid_argument);
}

TEST(RequestBytes, KnowsWhatMayBeRepeated) {
    for (const char* method : {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
        EXPECT_TRUE(is_idempotent(HttpRequest(method, ""))) << method;
    for (const char* method : {"POST", "PATCH", "CONNECT", "get"})
        EXPECT_FALSE(is_idempotent(HttpRequest(method, ""))) << method;
    HttpRequest post("POST", "");
    post.idempotent = true;
    EXPECT_TRUE(is_idempotent(post));
}

TEST(RequestBytes, KnowsWhichHeadersIdentifySomebody) {
    for (const char* name : {"Authorization", "cookie", "X-API-Key", "X-Auth-Token", "Proxy-Authorization"})
        EXPECT_TRUE(is_credential(name)) << name;
    for (const char* name : {"Accept", "Content-Type", "If-None-Match", ""})
        EXPECT_FALSE(is_credential(name)) << name;
}

TEST(RequestBytes, HandlesMultipartAndKeepsTheBoundaryItsOwn) {
    HttpRequest request("POST", "http://a/");
    request.headers.add("Content-Type", "text/plain");
    request.parts.push_back(HttpPart::field("a", "b"));
    const std::string text = bytes(request);
    EXPECT_NE(text.find("Content-Type: multipart/form-data; boundary=b0undary\r\n"), std::string::npos);
    EXPECT_EQ(text.find("text/plain"), std::string::npos);
    EXPECT_TRUE(text.ends_with("--b0undary--\r\n")) << "all in memory: one write";
}

TEST(RequestBytes, AnIdempotencyKeyMakesAPostRepeatable) {
    HttpRequest post("POST", "http://a/");
    EXPECT_FALSE(is_idempotent(post));
    post.headers.add("idempotency-key", "1");
    EXPECT_TRUE(is_idempotent(post));
}

// aiohttp's `compress=True` deflates the request, which the origin bot took for gzip of everything.
TEST(OriginBotDefect, N09_RequestsGoOutAsTheyAreAndAskForCompressedAnswers) {
    const std::string body(10'000, 'x');
    const std::string text = bytes(HttpRequest::json("POST", "http://a/", body));
    EXPECT_TRUE(text.ends_with(body));
    EXPECT_EQ(text.find("Content-Encoding"), std::string::npos);
    EXPECT_NE(text.find("Accept-Encoding: gzip"), std::string::npos);
}

}  // namespace
}  // namespace confab::core
