#include "adapters/matrix/api.hpp"

#include <gtest/gtest.h>

#include "answers.hpp"

namespace confab::matrix {
namespace {

const ApiError& error_of(const Answer& answer) {
    return std::get<ApiError>(answer);
}

TEST(MatrixApi, PercentEncodesEveryPathSegment) {
    const Requests requests("https://hs.example/");
    const HttpRequest request = requests.send_event("!r/oom:hs", "m.room.message", "a+b", "{}");
    EXPECT_EQ(request.url,
              "https://hs.example/_matrix/client/v3/rooms/%21r%2Foom%3Ahs/send/m.room.message/a%2Bb");
    EXPECT_EQ(request.method, "PUT");
    EXPECT_TRUE(request.idempotent);
}

TEST(MatrixApi, SendsTheTokenInTheHeaderOnly) {
    Requests requests("http://hs");
    requests.use_token(Secret("s3cret"));
    const HttpRequest request = requests.sync("s1", "0", false, Duration(30'000));
    EXPECT_EQ(request.headers.get("authorization"), "Bearer s3cret");
    EXPECT_EQ(request.url.find("s3cret"), std::string::npos);
}

TEST(MatrixApi, PollsOnTheStreamLaneAndWaitsLongerThanTheServer) {
    const HttpRequest request = Requests("http://hs").sync("s 1", "7", false, Duration(30'000));
    EXPECT_EQ(request.lane, HttpLane::stream);
    EXPECT_EQ(request.timeout, Duration(60'000));
    EXPECT_FALSE(request.retry);
    EXPECT_NE(request.url.find("timeout=30000"), std::string::npos);
    EXPECT_NE(request.url.find("since=s%201"), std::string::npos);
}

TEST(MatrixApi, GivesTheInitialSyncMinutes) {
    EXPECT_GE(Requests("http://hs").sync("", "", false, Duration(0)).timeout, Duration(120'000));
}

TEST(MatrixApi, ReadsTheFilterItSends) {
    const json::Document filter = parsed(sync_filter(50));
    EXPECT_EQ(filter["room"]["timeline"]["limit"].integer(), 50);
    EXPECT_TRUE(filter["room"]["state"]["lazy_load_members"].boolean());
    EXPECT_TRUE(filter["presence"]["types"].is_array());
}

TEST(MatrixApi, TellsExpiredTokensFromUnknownOnes) {
    EXPECT_EQ(error_of(refused(401, "M_UNKNOWN_TOKEN", R"(,"soft_logout":true)")).fault,
              Fault::token_expired);
    EXPECT_EQ(error_of(refused(401, "M_UNKNOWN_TOKEN", R"(,"soft_logout":false)")).fault,
              Fault::token_unknown);
    EXPECT_EQ(error_of(refused(401, "M_UNKNOWN_TOKEN")).fault, Fault::token_unknown);
    EXPECT_EQ(error_of(refused(401, "M_USER_LOCKED", R"(,"soft_logout":true)")).fault, Fault::user_locked);
}

TEST(MatrixApi, TakesAnythingThatIsNoMatrixErrorForATransportFault) {
    const std::string page = "<html>403 M_UNKNOWN_TOKEN</html>";
    for (const int status : {200, 401, 403, 502, 520}) {
        const Answer answer = answered(status, page);
        EXPECT_EQ(error_of(answer).fault, Fault::transport) << status;
        EXPECT_EQ(error_of(answer).delivery, Delivery::maybe_sent);
    }
    EXPECT_EQ(error_of(answered(401, R"({"message":"login first"})")).fault, Fault::transport);
    EXPECT_EQ(error_of(answered(200, "")).fault, Fault::transport);
    EXPECT_EQ(error_of(answered(200, R"({"next_batch":"s)")).fault, Fault::transport);
    EXPECT_EQ(error_of(answered(200, "[1]")).fault, Fault::transport);
}

TEST(MatrixApi, PrefersTheMillisecondsOfARateLimit) {
    const Answer both =
        answered(429, R"({"errcode":"M_LIMIT_EXCEEDED","error":"","retry_after_ms":240})", "1");
    EXPECT_EQ(error_of(both).fault, Fault::rate_limited);
    EXPECT_EQ(error_of(both).retry_after, Duration(240));
    const Answer seconds = answered(429, R"({"errcode":"M_LIMIT_EXCEEDED","error":""})", "3");
    EXPECT_EQ(error_of(seconds).retry_after, Duration(3'000));
    const Answer date =
        answered(429, R"({"errcode":"M_LIMIT_EXCEEDED","error":""})", "Thu, 01 Jan 1970 00:00:09 GMT");
    EXPECT_EQ(error_of(date).retry_after, Duration(9'000));
    EXPECT_FALSE(error_of(answered(429, R"({"errcode":"M_LIMIT_EXCEEDED","error":""})", "soon")).retry_after);
}

TEST(MatrixApi, BoundsAnAbsurdRetryDelay) {
    const Answer answer =
        answered(429, R"({"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":9007199254740991})");
    EXPECT_EQ(error_of(answer).retry_after, Duration(86'400'000));
}

TEST(MatrixApi, TurnsErrorsIntoTheCommonOnes) {
    EXPECT_EQ(error_of(refused(403, "M_FORBIDDEN")).to_error("sending").code(), Errc::forbidden);
    EXPECT_EQ(error_of(refused(413, "M_TOO_LARGE")).to_error("sending").code(), Errc::too_large);
    EXPECT_EQ(error_of(refused(404, "M_NOT_FOUND")).to_error("sending").code(), Errc::not_found);
    EXPECT_EQ(error_of(refused(500, "M_UNKNOWN")).to_error("sending").code(), Errc::upstream);
    EXPECT_EQ(error_of(refused(403, "M_FORBIDDEN")).to_error("sending").context(),
              "sending: 403 M_FORBIDDEN: no");
}

TEST(MatrixApi, KeepsTheDeliveryOfATransportError) {
    const Answer answer =
        read_answer(Error(Errc::timeout, "connecting").with(Delivery::not_sent), WallTime());
    EXPECT_EQ(error_of(answer).delivery, Delivery::not_sent);
    EXPECT_EQ(error_of(answer).to_error("x").code(), Errc::unavailable);
}

}  // namespace
}  // namespace confab::matrix
