#include "core/http/cache_policy.hpp"

#include <gtest/gtest.h>

namespace confab::core {
namespace {

using std::chrono::seconds;
using Fields = std::vector<std::pair<std::string, std::string>>;

const WallTime kNow{seconds(784111777)};  // Sun, 06 Nov 1994 08:49:37 GMT
constexpr Duration kDefault = seconds(300);

HttpHeaders headers(const Fields& fields) {
    HttpHeaders out;
    for (const auto& [name, value] : fields) out.add(name, value);
    return out;
}

std::optional<Duration> stored_for(const Fields& fields, int status = 200) {
    HttpResponse response;
    response.status = status;
    response.headers = headers(fields);
    const auto usable = freshness(response, kNow, CacheDefaults(kDefault, Duration(0)));
    if (!usable) return std::nullopt;
    return usable->fresh;
}

TEST(CachePolicy, GivesFiveMinutesWhereTheAnswerSaysNothing) {
    EXPECT_EQ(stored_for({}), kDefault);
}

TEST(CachePolicy, ObeysMaxAge) {
    EXPECT_EQ(stored_for({{"Cache-Control", "public, max-age=60"}}), seconds(60));
    EXPECT_EQ(stored_for({{"cache-control", "MAX-AGE=\"60\""}}), seconds(60));
    EXPECT_EQ(stored_for({{"Cache-Control", "max-age=60"}, {"Expires", "Sun, 06 Nov 1994 09:49:37 GMT"}}),
              seconds(60));
    EXPECT_EQ(stored_for({{"Cache-Control", "max-age=99999999999999999999"}}), std::chrono::hours(24 * 365));
}

TEST(CachePolicy, SubtractsTheAge) {
    EXPECT_EQ(stored_for({{"Cache-Control", "max-age=60"}, {"Age", "20"}}), seconds(40));
    EXPECT_EQ(stored_for({{"Cache-Control", "max-age=60"}, {"Age", "90"}}), std::nullopt);
}

TEST(CachePolicy, ObeysExpires) {
    EXPECT_EQ(stored_for({{"Expires", "Sun, 06 Nov 1994 08:50:37 GMT"}}), seconds(60));
    EXPECT_EQ(
        stored_for({{"Expires", "Sun, 06 Nov 1994 08:50:37 GMT"}, {"Date", "Sun, 06 Nov 1994 08:50:07 GMT"}}),
        seconds(30))
        << "relative to the server's own clock";
    EXPECT_EQ(stored_for({{"Expires", "0"}}), std::nullopt);
}

TEST(CachePolicy, NeverStoresNoStore) {
    EXPECT_EQ(stored_for({{"Cache-Control", "no-store, max-age=60"}}), std::nullopt);
    EXPECT_EQ(stored_for({{"Cache-Control", "max-age=60"}, {"Cache-Control", "no-store"}}), std::nullopt);
}

TEST(CachePolicy, StoresNoCacheOnlyForValidation) {
    EXPECT_EQ(stored_for({{"Cache-Control", "no-cache"}}), std::nullopt);
    EXPECT_EQ(stored_for({{"Cache-Control", "no-cache, max-age=60"}, {"ETag", "\"a\""}}), Duration(0));
    EXPECT_EQ(stored_for({{"Cache-Control", "max-age=0"}, {"Last-Modified", "x"}}), Duration(0));
}

TEST(CachePolicy, StoresOnlyWhatMayBeReused) {
    for (const int status : {200, 203, 204, 300, 301, 308})
        EXPECT_TRUE(stored_for({}, status).has_value()) << status;
    for (const int status : {201, 206, 302, 307, 304, 400, 401, 403, 429, 500, 503})
        EXPECT_FALSE(stored_for({{"Cache-Control", "max-age=60"}}, status).has_value()) << status;
    for (const int status : {404, 410}) {
        EXPECT_FALSE(stored_for({}, status).has_value()) << status;
        EXPECT_TRUE(stored_for({{"Cache-Control", "max-age=60"}}, status).has_value()) << status;
    }
}

TEST(CachePolicy, CollectsWhatTheAnswerVariesOn) {
    const HttpHeaders request = headers({{"Accept", "a"}, {"Accept-Language", "de"}});
    EXPECT_EQ(vary_fields(request, headers({})), VaryFields());
    EXPECT_EQ(vary_fields(request, headers({{"Vary", "accept-language, X-None"}})),
              (VaryFields{{"accept-language", "de"}, {"X-None", ""}}));
    EXPECT_EQ(vary_fields(request, headers({{"Vary", "Accept, *"}})), std::nullopt);
}

TEST(CachePolicy, AsksWhetherAStoredAnswerIsStillGood) {
    HttpHeaders request;
    make_conditional(request, headers({{"ETag", "\"a\""}, {"Last-Modified", "then"}}));
    EXPECT_EQ(request.get("If-None-Match"), "\"a\"");
    EXPECT_EQ(request.get("If-Modified-Since"), "then");
    HttpHeaders own = headers({{"If-None-Match", "\"mine\""}});
    make_conditional(own, headers({{"ETag", "\"a\""}}));
    EXPECT_EQ(own.fields().size(), 1u) << "the caller's own condition stays";
}

TEST(CachePolicy, DigestsCredentialsAndNothingElse) {
    EXPECT_EQ(credential_digest(headers({{"Accept", "x"}})), "");
    const std::string one = credential_digest(headers({{"Authorization", "Bearer one"}}));
    EXPECT_EQ(one.size(), 32u);
    EXPECT_NE(one, credential_digest(headers({{"Authorization", "Bearer two"}})));
    EXPECT_EQ(one, credential_digest(headers({{"Accept", "x"}, {"Authorization", "Bearer one"}})));
    EXPECT_EQ(one.find("Bearer"), std::string::npos);
}

Freshness usable_for(const std::string& control) {
    HttpResponse response;
    response.status = 200;
    response.headers.add("Cache-Control", control);
    return freshness(response, kNow, CacheDefaults(kDefault, Duration(7'000))).value();
}

TEST(CachePolicy, AllowsStaleAnswersAsTheAnswerSays) {
    const Freshness told = usable_for("max-age=10, stale-while-revalidate=20, stale-if-error=30");
    EXPECT_EQ(told.fresh, std::chrono::seconds(10));
    EXPECT_EQ(told.while_revalidating, std::chrono::seconds(20));
    EXPECT_EQ(told.if_error, std::chrono::seconds(30));
    const Freshness silent = usable_for("max-age=10");
    EXPECT_EQ(silent.while_revalidating, Duration(0));
    EXPECT_EQ(silent.if_error, Duration(7'000));
    const Freshness strict = usable_for("max-age=10, must-revalidate, stale-if-error=30");
    EXPECT_EQ(strict.while_revalidating, Duration(0));
    EXPECT_EQ(strict.if_error, Duration(0));
}

}  // namespace
}  // namespace confab::core
