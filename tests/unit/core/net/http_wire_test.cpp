#include "core/net/http_wire.hpp"

#include <gtest/gtest.h>

namespace confab::core {
namespace {

TEST(HttpWire, WritesAResponse) {
    HttpServerResponse response(200, "hello", "text/plain");
    EXPECT_EQ(response_bytes(response, true, false).value(),
              "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
    EXPECT_EQ(
        response_bytes(response, false, true).value(),
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nConnection: close\r\n\r\n");
}

TEST(HttpWire, GivesBodilessStatusesNoLength) {
    EXPECT_EQ(response_bytes(HttpServerResponse(204), true, false).value(),
              "HTTP/1.1 204 No Content\r\n\r\n");
    EXPECT_EQ(response_bytes(HttpServerResponse(304), true, false).value(),
              "HTTP/1.1 304 Not Modified\r\n\r\n");
}

TEST(HttpWire, DecidesAboutTheConnectionItself) {
    HttpServerResponse response(200);
    response.headers.add("content-length", "99");
    response.headers.add("Connection", "keep-alive");
    response.headers.add("Transfer-Encoding", "chunked");
    EXPECT_EQ(response_bytes(response, true, false).value(), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
}

TEST(HttpWire, LetsNoHeaderEndTheHeader) {
    for (const char* value : {"a\r\nX: y", "a\nb", "a\rb", "\x7f", "\x01"}) {
        HttpHeaders headers;
        headers.add("X-A", value);
        std::string out;
        EXPECT_FALSE(append_fields(out, headers, {}).has_value());
    }
    for (const char* name : {"", "a b", "a:", "a\r\n", "\xc3\xa4"}) {
        HttpHeaders headers;
        headers.add(name, "v");
        std::string out;
        EXPECT_FALSE(append_fields(out, headers, {}).has_value()) << name;
    }
    HttpHeaders fine;
    fine.add("X-A", "tab\tand \xc3\xa4");
    std::string out;
    EXPECT_TRUE(append_fields(out, fine, {}).has_value());
}

TEST(HttpWire, FindsTokensInLists) {
    EXPECT_TRUE(has_token("keep-alive, Upgrade", "upgrade"));
    EXPECT_TRUE(has_token("Upgrade", "upgrade"));
    EXPECT_FALSE(has_token("keep-alive, Upgraded", "upgrade"));
    EXPECT_FALSE(has_token("", "upgrade"));
    EXPECT_TRUE(has_token(",, upgrade ,", "upgrade"));
}

}  // namespace
}  // namespace confab::core
