#include "core/net/proxy.hpp"

#include <gtest/gtest.h>

namespace confab::core {
namespace {

const ProxyAddress kProxy = ProxyAddress::parse("http://proxy.example:3128").value();

TEST(ProxyAddress, ReadsHostPortAndCredentials) {
    const ProxyAddress proxy =
        ProxyAddress::parse("http://us%65r:p%40ss%3Aw%C3%B6rd@proxy.example:3128/").value();
    EXPECT_EQ(proxy.host, "proxy.example");
    EXPECT_EQ(proxy.port, 3128);
    EXPECT_EQ(proxy.credentials, "dXNlcjpwQHNzOnfDtnJk");  // user:p@ss:wörd
    EXPECT_EQ(proxy.where(), "proxy.example:3128");
    EXPECT_EQ(ProxyAddress::parse("HTTP://proxy.example").value().port, 80);
    EXPECT_TRUE(kProxy.credentials.empty());
    EXPECT_EQ(ProxyAddress::parse("http://[::1]:8080").value().where(), "[::1]:8080");
    EXPECT_EQ(ProxyAddress::parse("http://only-user@proxy.example").value().credentials, "b25seS11c2VyOg==");
}

TEST(ProxyAddress, RefusesWhatItCannotUseWithoutRepeatingIt) {
    for (const char* text : {"", "proxy.example:3128", "socks5://u:secret@proxy.example:1080",
                             "https://u:secret@proxy.example", "http://", "http://u:secret@",
                             "http://u:secret@proxy.example:99999", "http://u:secret@proxy.example:0",
                             "http://u:secret@proxy.example/path", "http://u:secret@proxy.example/?q",
                             "http://a%3Ab:secret@proxy.example", "http://u:secret@proxy.example#f",
                             "http://u:se cret@proxy.example", "http://pro%0d%0axy.example"}) {
        const auto proxy = ProxyAddress::parse(text);
        ASSERT_FALSE(proxy.has_value()) << text;
        EXPECT_EQ(proxy.error().code(), Errc::invalid_argument) << text;
        EXPECT_EQ(proxy.error().message().find("secret"), std::string::npos) << proxy.error().message();
    }
}

TEST(ConnectRequest, NamesTheTargetUnresolved) {
    EXPECT_EQ(connect_request(kProxy, "irc.example", 6697).value(),
              "CONNECT irc.example:6697 HTTP/1.1\r\nHost: irc.example:6697\r\n\r\n");
    EXPECT_EQ(connect_request(kProxy, "2001:db8::1", 443).value(),
              "CONNECT [2001:db8::1]:443 HTTP/1.1\r\nHost: [2001:db8::1]:443\r\n\r\n");
    const ProxyAddress with_password = ProxyAddress::parse("http://u:p@proxy.example").value();
    EXPECT_EQ(connect_request(with_password, "a", 1).value(),
              "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\nProxy-Authorization: Basic dTpw\r\n\r\n");
}

TEST(ConnectRequest, RefusesAHostThatWouldEndTheLine) {
    for (const char* host : {"", "a b", "a\r\nX: y", "a/b", "a@b", "[::1]", "a\tb"})
        EXPECT_EQ(connect_request(kProxy, host, 1).error().code(), Errc::invalid_argument) << host;
    EXPECT_FALSE(connect_request(kProxy, std::string(300, 'a'), 1).has_value());
}

TEST(ConnectAnswer, EndsAtTheEmptyLineHoweverItArrives) {
    const std::string bytes = "HTTP/1.1 200 OK\r\nA: b\r\n\r\n220 hello";
    const std::size_t end = bytes.size() - 9;
    for (std::size_t cut = 0; cut < end; ++cut) {
        EXPECT_EQ(header_end(std::string_view(bytes).substr(0, cut), 0), std::string::npos);
        EXPECT_EQ(header_end(bytes, cut), end) << cut;
    }
    EXPECT_EQ(header_end("HTTP/1.0 200\n\nx", 0), 14u);
}

TEST(ConnectAnswer, OpensTheTunnelForAnySuccess) {
    for (const char* header : {"HTTP/1.1 200 Connection established\r\n\r\n", "HTTP/1.0 200\r\n\r\n",
                               "HTTP/1.1 204 \r\nContent-Length: 5\r\n\r\n"})
        EXPECT_TRUE(connect_verdict(kProxy, header).value()) << header;
    EXPECT_FALSE(connect_verdict(kProxy, "HTTP/1.1 102 Processing\r\n\r\n").value()) << "more follows";
}

TEST(ConnectAnswer, SaysWhoRefusedAndWhy) {
    const Error denied = connect_verdict(kProxy, "HTTP/1.1 403 \x1b[31mEvil\r\n\r\n").error();
    EXPECT_EQ(denied.code(), Errc::unavailable);
    EXPECT_EQ(denied.context(), "the proxy proxy.example:3128 refused: 403 Forbidden");
    EXPECT_EQ(denied.delivery(), Delivery::not_sent);
    const Error who = connect_verdict(kProxy, "HTTP/1.1 407 x\r\n\r\n").error();
    EXPECT_EQ(who.code(), Errc::unauthorized);
    EXPECT_NE(who.context().find("wants a user name and a password"), std::string::npos);
    const ProxyAddress known = ProxyAddress::parse("http://u:secret@proxy.example").value();
    const Error other = connect_verdict(known, "HTTP/1.1 407 x\r\n\r\n").error();
    EXPECT_NE(other.context().find("other credentials"), std::string::npos);
    EXPECT_EQ(other.context().find("secret"), std::string::npos);
    EXPECT_EQ(connect_verdict(kProxy, "HTTP/1.1 101 Switching Protocols\r\n\r\n").error().code(),
              Errc::unavailable);
}

TEST(ConnectAnswer, RefusesWhatIsNotHttp) {
    for (const char* header :
         {"", "\r\n\r\n", "SSH-2.0-OpenSSH\r\n\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 999 x\r\n\r\n",
          "HTTP/1.1 2000\r\n\r\n", "HTTP/1.1 20\r\n\r\n", "HTTP/1.x 200 OK\r\n\r\n"})
        EXPECT_EQ(connect_verdict(kProxy, header).error().code(), Errc::protocol) << header;
}

}  // namespace
}  // namespace confab::core
