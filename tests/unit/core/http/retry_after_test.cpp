#include "core/http/retry_after.hpp"

#include <gtest/gtest.h>

namespace confab::core {
namespace {

const WallTime kNow{std::chrono::seconds(784111777)};  // Sun, 06 Nov 1994 08:49:37 GMT

HttpResponse answer(int status, std::string_view field = {}, std::string body = {}) {
    HttpResponse response;
    response.status = status;
    if (!field.empty()) response.headers.add("Retry-After", std::string(field));
    response.body = std::move(body);
    return response;
}

TEST(RetryAfter, ReadsSecondsAndDates) {
    EXPECT_EQ(retry_after(answer(503, "120"), kNow), Duration(120'000));
    EXPECT_EQ(retry_after(answer(503, "0"), kNow), Duration(0));
    EXPECT_EQ(retry_after(answer(429, "1.337"), kNow), Duration(1'337));
    EXPECT_EQ(retry_after(answer(503, "Sun, 06 Nov 1994 08:50:00 GMT"), kNow), Duration(23'000));
    EXPECT_EQ(retry_after(answer(503, "Sun, 06 Nov 1994 08:00:00 GMT"), kNow), Duration(0)) << "already past";
}

TEST(RetryAfter, IgnoresNonsense) {
    for (const char* nonsense : {"soon", "-5", "nan", "inf", "1e400", "5 apples", "0x10"})
        EXPECT_EQ(retry_after(answer(503, nonsense), kNow), std::nullopt) << nonsense;
    EXPECT_EQ(retry_after(answer(503), kNow), std::nullopt);
    EXPECT_LE(retry_after(answer(503, "99999999999999"), kNow).value(), std::chrono::hours(24 * 7));
}

TEST(RetryAfter, ReadsDiscordsAndMatrixForms) {
    HttpResponse reset = answer(429);
    reset.headers.add("X-RateLimit-Reset-After", "0.25");
    EXPECT_EQ(retry_after(reset, kNow), Duration(250));
    EXPECT_EQ(retry_after(answer(429, {}, R"({"message":"slow","retry_after":64.57,"global":false})"), kNow),
              Duration(64'570));
    EXPECT_EQ(retry_after(answer(429, {}, R"({"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":2000})"), kNow),
              Duration(2'000));
    EXPECT_EQ(retry_after(answer(429, "65", R"({"retry_after":64.57})"), kNow), Duration(64'570))
        << "the body is exact where the header was rounded up";
    EXPECT_EQ(retry_after(answer(429, "65", R"({"retry_after":1})"), kNow), Duration(65'000))
        << "but a body that contradicts the header does not win";
}

TEST(RetryAfter, LooksIntoTheBodyOfA429Only) {
    EXPECT_EQ(retry_after(answer(500, {}, R"({"retry_after":5})"), kNow), std::nullopt);
    EXPECT_EQ(retry_after(answer(429, {}, "{not json"), kNow), std::nullopt);
    EXPECT_EQ(retry_after(answer(429, {}, R"({"retry_after":"5"})"), kNow), std::nullopt);
    EXPECT_EQ(retry_after(answer(429, {}, R"({"retry_after":-5})"), kNow), std::nullopt);
}

TEST(KeepAliveHint, IsTwoSecondsLessThanTheServersWord) {
    HttpHeaders headers;
    EXPECT_EQ(keep_alive_hint(headers), std::nullopt);
    headers.set("Keep-Alive", "timeout=5, max=100");
    EXPECT_EQ(keep_alive_hint(headers), Duration(3'000));
    headers.set("Keep-Alive", "max=3, timeout=1");
    EXPECT_EQ(keep_alive_hint(headers), Duration(0));
    headers.set("Keep-Alive", "timeout=soon");
    EXPECT_EQ(keep_alive_hint(headers), std::nullopt);
}

}  // namespace
}  // namespace confab::core
