#include "core/straico/decode_error.hpp"

#include <gtest/gtest.h>

#include "core/straico/decode.hpp"
#include "tests/unit/core/straico/replies.hpp"

namespace confab::core::straico {
namespace {

using test::reply;

Error error_of(HttpResponse response) {
    const auto decoded = decode_chat(std::move(response));
    EXPECT_FALSE(decoded);
    return decoded ? Error() : decoded.error();
}

TEST(StraicoError, ReadsAStringUnder422AsAnUnknownModel) {
    const Error error = error_of(reply(422, R"({"success":false,"error":"Model not found openai/gpt-9"})"));
    EXPECT_EQ(error.code(), Errc::not_found);
    EXPECT_NE(error.context().find("Model not found openai/gpt-9"), std::string::npos);
    EXPECT_EQ(error.delivery(), Delivery::sent);
}

TEST(StraicoError, ReadsAnyOther422AsOurMistake) {
    EXPECT_EQ(error_of(reply(422, R"({"success":false,"error":"temperature must be a number"})")).code(),
              Errc::invalid_argument);
}

TEST(StraicoError, FindsTheTextInsideAnErrorObject) {
    const Error error =
        error_of(reply(422, R"({"success":false,"error":{"overall_price":{},"overall_words":{},
        "completions":{"openai/gpt-4o":{"completion":{"error":"context too long"},"price":{},"words":{}}}}})"));
    EXPECT_NE(error.context().find("context too long"), std::string::npos);
}

TEST(StraicoError, FindsTheTextUnderMessageOrDetailOrAList) {
    for (const char* body : {R"({"success":false,"message":"broken"})", R"({"detail":"broken"})",
                             R"({"error":{"message":"broken","type":"x"}})",
                             R"({"errors":[{"message":"broken"}]})", R"({"error":["broken"]})"}) {
        EXPECT_NE(error_of(reply(500, body)).context().find("broken"), std::string::npos) << body;
    }
}

TEST(StraicoError, TellsStatusesApart) {
    const std::pair<int, Errc> expected[] = {
        {400, Errc::invalid_argument}, {401, Errc::unauthorized}, {402, Errc::payment_required},
        {403, Errc::unauthorized},     {404, Errc::not_found},    {413, Errc::too_large},
        {429, Errc::rate_limited},     {500, Errc::upstream},     {503, Errc::upstream},
        {302, Errc::protocol},
    };
    for (const auto& [status, code] : expected) {
        EXPECT_EQ(error_of(reply(status, R"({"error":"x"})")).code(), code) << status;
        EXPECT_EQ(error_of(reply(status, "")).code(), code) << status;
    }
}

TEST(StraicoError, KnowsLackOfCoinsByItsWordsToo) {
    EXPECT_EQ(error_of(reply(422, R"({"success":false,"error":"Insufficient coins"})")).code(),
              Errc::payment_required);
    EXPECT_EQ(error_of(reply(200, R"({"success":false,"message":"Not enough credits"})")).code(),
              Errc::payment_required);
}

TEST(StraicoError, BelievesSuccessFalseMoreThanStatus200) {
    EXPECT_EQ(error_of(reply(200, R"({"success":false,"error":"oops"})")).code(), Errc::upstream);
}

TEST(StraicoError, ObeysRetryAfterInSeconds) {
    HttpResponse response = reply(429, R"({"error":"slow down"})");
    response.headers.add("retry-after", "7");
    EXPECT_EQ(error_of(std::move(response)).retry_after(), Duration(7000));
}

TEST(StraicoError, IgnoresARetryAfterThatIsNoNumber) {
    for (const char* value : {"soon", "-3", "7x", "", "99999999999999999999"}) {
        HttpResponse response = reply(429, "{}");
        response.headers.add("Retry-After", value);
        EXPECT_FALSE(error_of(std::move(response)).retry_after()) << value;
    }
}

TEST(StraicoError, BoundsAnAbsurdRetryAfter) {
    HttpResponse response = reply(503, "{}");
    response.headers.add("Retry-After", "99999999");
    EXPECT_EQ(error_of(std::move(response)).retry_after(), std::chrono::hours(24));
}

TEST(StraicoError, NamesTheStatusOfAnHtmlPageAndNotItsContent) {
    const Error error = error_of(reply(502, "<html><body>nginx secret</body></html>", "text/html"));
    EXPECT_EQ(error.code(), Errc::upstream);
    EXPECT_NE(error.context().find("502"), std::string::npos);
    EXPECT_EQ(error.context().find("nginx"), std::string::npos);
}

TEST(StraicoError, CallsTextUnderStatus200AProtocolError) {
    EXPECT_EQ(
        error_of(reply(200, "Cannot read properties of undefined (reading 'generate')", "text/plain")).code(),
        Errc::protocol);
}

TEST(StraicoError, CutsALongTextBetweenCharactersAndKeepsItOnOneLine) {
    std::string text;
    for (int i = 0; i < 400; ++i) text += "\xc3\xa9";
    const Error error = error_of(reply(500, R"({"error":"a\u0000b\r\n)" + text + R"("})"));
    EXPECT_LT(error.context().size(), 400u);
    EXPECT_EQ(error.context().find_first_of(std::string_view("\r\n\0", 3)), std::string::npos);
    const auto document = json::Document::parse("\"" + error.context() + "\"");  // refuses half a character
    EXPECT_TRUE(document);
}

TEST(StraicoError, SurvivesDeepNesting) {
    const std::string deep = std::string(1'000'000, '[');
    EXPECT_EQ(error_of(reply(200, deep)).code(), Errc::protocol);
    EXPECT_EQ(error_of(reply(500, "{\"error\":" + deep)).code(), Errc::upstream);
}

}  // namespace
}  // namespace confab::core::straico
