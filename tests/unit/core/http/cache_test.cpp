#include "core/http/cache.hpp"

#include <gtest/gtest.h>

namespace confab::core {
namespace {

using std::chrono::seconds;

const TimePoint kStart{std::chrono::hours(1)};
const WallTime kWall{seconds(784111777)};
const HttpHeaders kNone;

HttpResponse answer(std::string body, std::vector<std::pair<std::string, std::string>> fields = {}) {
    HttpResponse response;
    response.status = 200;
    response.body = std::move(body);
    for (auto& [name, value] : fields) response.headers.add(std::move(name), std::move(value));
    return response;
}

HttpHeaders with(const char* name, const char* value) {
    HttpHeaders headers;
    headers.add(name, value);
    return headers;
}

std::string body_of(const CacheHit& hit) {
    return hit.response ? hit.response->body : "(nothing)";
}

TEST(ResponseCache, AnswersWhileFresh) {
    ResponseCache cache{HttpCacheConfig()};
    const CacheQuery query("http://a/", kNone);
    EXPECT_EQ(cache.find(query, kStart).response, nullptr);
    EXPECT_TRUE(cache.store(query, answer("one"), Freshness(seconds(10)), kStart));
    const CacheHit hit = cache.find(query, kStart + seconds(9));
    EXPECT_EQ(body_of(hit), "one");
    EXPECT_TRUE(hit.fresh);
    EXPECT_EQ(cache.find(query, kStart + seconds(10)).response, nullptr);
    EXPECT_EQ(cache.size(), 0u) << "what is stale and cannot be validated is of no use";
    EXPECT_EQ(cache.bytes(), 0u);
}

TEST(ResponseCache, KeepsStaleAnswersThatCanBeValidated) {
    ResponseCache cache{HttpCacheConfig()};
    const CacheQuery query("http://a/", kNone);
    cache.store(query, answer("one", {{"ETag", "\"1\""}}), Freshness(seconds(10)), kStart);
    const CacheHit stale = cache.find(query, kStart + seconds(11));
    EXPECT_EQ(body_of(stale), "one");
    EXPECT_FALSE(stale.fresh);

    HttpResponse unchanged = answer("", {{"Cache-Control", "max-age=20"}, {"Content-Length", "0"}});
    unchanged.status = 304;
    const CacheHit renewed =
        cache.refresh(query, unchanged, CacheDefaults(seconds(300), seconds(0)), kWall, kStart + seconds(11));
    EXPECT_EQ(body_of(renewed), "one");
    EXPECT_EQ(renewed.response->status, 200);
    EXPECT_FALSE(renewed.response->headers.has("Content-Length"));
    EXPECT_TRUE(cache.find(query, kStart + seconds(30)).fresh);
    EXPECT_FALSE(cache.find(query, kStart + seconds(31)).fresh);
    EXPECT_EQ(cache.size(), 1u);
}

TEST(ResponseCache, KeepsIdentitiesApart) {
    ResponseCache cache{HttpCacheConfig()};
    const HttpHeaders alice = with("Authorization", "Bearer a"), bob = with("Authorization", "Bearer b");
    cache.store(CacheQuery("http://a/", alice), answer("alice's"), Freshness(seconds(10)), kStart);
    EXPECT_EQ(body_of(cache.find(CacheQuery("http://a/", alice), kStart)), "alice's");
    EXPECT_EQ(cache.find(CacheQuery("http://a/", bob), kStart).response, nullptr);
    EXPECT_EQ(cache.find(CacheQuery("http://a/", kNone), kStart).response, nullptr);
}

TEST(ResponseCache, KeepsVariantsApart) {
    ResponseCache cache{HttpCacheConfig()};
    const HttpHeaders german = with("Accept-Language", "de"), english = with("accept-language", "en");
    cache.store(CacheQuery("http://a/", german), answer("hallo", {{"Vary", "Accept-Language"}}),
                Freshness(seconds(10)), kStart);
    cache.store(CacheQuery("http://a/", english), answer("hello", {{"Vary", "Accept-Language"}}),
                Freshness(seconds(10)), kStart);
    EXPECT_EQ(cache.size(), 2u);
    EXPECT_EQ(body_of(cache.find(CacheQuery("http://a/", german), kStart)), "hallo");
    EXPECT_EQ(body_of(cache.find(CacheQuery("http://a/", english), kStart)), "hello");
    EXPECT_EQ(cache.find(CacheQuery("http://a/", kNone), kStart).response, nullptr);
    EXPECT_FALSE(cache.store(CacheQuery("http://b/", kNone), answer("x", {{"Vary", "*"}}),
                             Freshness(seconds(10)), kStart));
}

TEST(ResponseCache, ReplacesAndForgetsWhatItReplaces) {
    ResponseCache cache{HttpCacheConfig()};
    const CacheQuery query("http://a/", kNone);
    cache.store(query, answer("one"), Freshness(seconds(10)), kStart);
    const std::size_t bytes = cache.bytes();
    cache.store(query, answer("two"), Freshness(seconds(10)), kStart);
    EXPECT_EQ(cache.size(), 1u);
    EXPECT_EQ(cache.bytes(), bytes);
    EXPECT_EQ(body_of(cache.find(query, kStart)), "two");
}

TEST(ResponseCache, DropsTheLeastRecentlyUsedBeyondItsEntries) {
    HttpCacheConfig config;
    config.max_entries = 3;
    ResponseCache cache(config);
    for (const char* url : {"http://a/", "http://b/", "http://c/"})
        cache.store(CacheQuery(url, kNone), answer(url), Freshness(seconds(100)), kStart);
    EXPECT_TRUE(cache.find(CacheQuery("http://a/", kNone), kStart).fresh);
    cache.store(CacheQuery("http://d/", kNone), answer("d"), Freshness(seconds(100)), kStart);
    EXPECT_EQ(cache.size(), 3u);
    EXPECT_TRUE(cache.find(CacheQuery("http://a/", kNone), kStart).fresh);
    EXPECT_EQ(cache.find(CacheQuery("http://b/", kNone), kStart).response, nullptr);
}

TEST(ResponseCache, StaysWithinItsBytes) {
    HttpCacheConfig config;
    config.max_bytes = 10'000;
    config.max_entry_bytes = 5'000;
    ResponseCache cache(config);
    EXPECT_FALSE(cache.store(CacheQuery("http://big/", kNone), answer(std::string(5'000, 'x')),
                             Freshness(seconds(100)), kStart));
    for (int i = 0; i < 100; ++i) {
        cache.store(CacheQuery("http://" + std::to_string(i) + "/", kNone), answer(std::string(3'000, 'x')),
                    Freshness(seconds(100)), kStart);
        EXPECT_LE(cache.bytes(), 10'000u);
    }
    EXPECT_EQ(cache.size(), 2u);
    EXPECT_TRUE(cache.find(CacheQuery("http://99/", kNone), kStart).fresh);
}

TEST(ResponseCache, ForgetsAllAnswersOfAChangedUrl) {
    ResponseCache cache{HttpCacheConfig()};
    const HttpHeaders alice = with("Cookie", "a");
    cache.store(CacheQuery("http://a/x", kNone), answer("1"), Freshness(seconds(100)), kStart);
    cache.store(CacheQuery("http://a/x", alice), answer("2"), Freshness(seconds(100)), kStart);
    cache.store(CacheQuery("http://a/y", kNone), answer("3"), Freshness(seconds(100)), kStart);
    cache.invalidate("http://a/x");
    EXPECT_EQ(cache.size(), 1u);
    EXPECT_TRUE(cache.find(CacheQuery("http://a/y", kNone), kStart).fresh);
}

TEST(ResponseCache, TellsWhatAStaleAnswerMayStillServeFor) {
    ResponseCache cache{HttpCacheConfig()};
    const CacheQuery query("http://a/", kNone);
    cache.store(query, answer("one"), Freshness(seconds(10), seconds(5), seconds(20)), kStart);
    const CacheHit early = cache.find(query, kStart + seconds(14));
    EXPECT_FALSE(early.fresh);
    EXPECT_TRUE(early.while_revalidating);
    EXPECT_TRUE(early.if_error);
    const CacheHit later = cache.find(query, kStart + seconds(29));
    EXPECT_FALSE(later.while_revalidating);
    EXPECT_TRUE(later.if_error);
    EXPECT_EQ(cache.find(query, kStart + seconds(30)).response, nullptr);
}

TEST(ResponseCache, KeepsRealmsApart) {
    ResponseCache cache{HttpCacheConfig()};
    cache.store(CacheQuery("http://a/", kNone), answer("inside"), Freshness(seconds(10)), kStart);
    EXPECT_EQ(cache.find(CacheQuery("http://a/", kNone, "public "), kStart).response, nullptr);
}

// The origin bot dropped only what had expired once it held more than a hundred answers.
TEST(OriginBotDefect, N06_TenThousandFreshEntriesLeaveTheCacheAtItsBound) {
    ResponseCache cache{HttpCacheConfig()};
    for (int i = 0; i < 10'000; ++i)
        cache.store(CacheQuery("http://a/" + std::to_string(i), kNone), answer("x"), Freshness(seconds(300)),
                    kStart);
    EXPECT_EQ(cache.size(), HttpCacheConfig().max_entries);
    EXPECT_LE(cache.bytes(), HttpCacheConfig().max_bytes);
    EXPECT_EQ(cache.evicted(), 10'000 - HttpCacheConfig().max_entries);
}

// Its key was a digest of the body alone.
TEST(OriginBotDefect, N18_TwoKeysNeverShareAnEntry) {
    ResponseCache cache{HttpCacheConfig()};
    const HttpHeaders one = with("Authorization", "Bearer one"), two = with("Authorization", "Bearer two"),
                      tenant = with("X-Api-Key", "three");
    cache.store(CacheQuery("http://a/v0/user", one), answer("one's"), Freshness(seconds(300)), kStart);
    EXPECT_EQ(cache.find(CacheQuery("http://a/v0/user", two), kStart).response, nullptr);
    EXPECT_EQ(cache.find(CacheQuery("http://a/v0/user", tenant), kStart).response, nullptr);
    EXPECT_EQ(cache.find(CacheQuery("http://a/v0/user", kNone), kStart).response, nullptr);
    EXPECT_EQ(body_of(cache.find(CacheQuery("http://a/v0/user", one), kStart)), "one's");
}

}  // namespace
}  // namespace confab::core
