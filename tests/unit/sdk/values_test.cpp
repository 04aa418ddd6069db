#include <gtest/gtest.h>

#include "confab/backoff.hpp"
#include "confab/command.hpp"
#include "confab/option.hpp"
#include "confab/service/http_server.hpp"

namespace confab::test {
namespace {

TEST(Error, TellsKindContextAndCause) {
    const Error error(Errc::timeout, "connecting to irc.example:6697",
                      boost::system::errc::make_error_code(boost::system::errc::timed_out));
    EXPECT_EQ(error.message(), "timeout: connecting to irc.example:6697 (Connection timed out)");
    const Result<int> result = error;
    EXPECT_THROW(result.value(), ErrorException);
}

TEST(Options, NamesTheKeyOfAWrongUse) {
    Options options;
    options.set("port", std::int64_t(6697));
    EXPECT_EQ(options.integer("port"), 6697);
    EXPECT_FALSE(options.has("nick"));
    try {
        options.string("port");
        FAIL() << "an integer was read as a string";
    } catch (const std::logic_error& e) {
        EXPECT_NE(std::string(e.what()).find("`port`"), std::string::npos);
    }
    EXPECT_THROW(options.string("undeclared"), std::logic_error);
}

TEST(Message, ReadsAsPlainText) {
    Message message("Hello ");
    message.append(Mention(UserId("1"), "alice"))
        .append(Text("! "))
        .append(Link("https://x.example", "site"));
    message.append(Emoji("party", "42"));
    EXPECT_EQ(message.plain_text(), "Hello alice! site https://x.example:party:");
}

TEST(Backoff, GrowsToTheCapAndObeysTheServer) {
    Backoff backoff(Duration(1'000), Duration(8'000));
    EXPECT_EQ(backoff.next(0.5), Duration(500));
    EXPECT_EQ(backoff.next(0.5), Duration(1'000));
    EXPECT_EQ(backoff.next(0.0), Duration(100)) << "never a busy loop";
    for (int i = 0; i < 100; ++i) backoff.next(0.99);
    EXPECT_LE(backoff.next(0.99), Duration(8'000));
    EXPECT_EQ(backoff.next(0.1, Duration(60'000)), Duration(60'000));
    backoff.ended(Duration(59'000));
    EXPECT_GT(backoff.failures(), 0U);
    backoff.ended(Duration(60'000));
    EXPECT_EQ(backoff.failures(), 0U);
}

TEST(HttpHeaders, CompareNamesWithoutCase) {
    HttpHeaders headers;
    headers.add("Content-Type", "text/html");
    headers.set("content-type", "application/json");
    EXPECT_EQ(headers.get("CONTENT-TYPE"), "application/json");
    EXPECT_EQ(headers.fields().size(), 1U);
    EXPECT_TRUE(headers.get("absent").empty());
}

TEST(Url, EncodesAndDecodes) {
    EXPECT_EQ(url_encode("#a b/ü"), "%23a%20b%2F%C3%BC");
    HttpServerRequest request;
    request.target = "/path?first=a%20b&second=&third=1+2&bad=%zz";
    EXPECT_EQ(request.path(), "/path");
    EXPECT_EQ(request.query("first"), "a b");
    EXPECT_EQ(request.query("third"), "1 2");
    EXPECT_EQ(request.query("bad"), "%zz");
    EXPECT_EQ(request.query("absent"), "");
}

}  // namespace
}  // namespace confab::test
