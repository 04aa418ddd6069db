#include "core/redis/redis_cache.hpp"

#include <algorithm>

namespace confab::core {

namespace {

constexpr std::size_t kTokenLength = 22;
constexpr std::size_t kMostHeld = 4096;  // one a fetch in flight: far above what a pool of connections allows
constexpr Duration kFirstPause{5};
constexpr Duration kLongestPause{100};

// Both keys carry the same hash tag, so that they live on one node of a cluster.
constexpr const char* kPut =
    "redis.call('SET',KEYS[1],ARGV[1],'PX',ARGV[2]) "
    "if redis.call('GET',KEYS[2])==ARGV[3] then redis.call('DEL',KEYS[2]) end "
    "return 1";
constexpr const char* kRelease =
    "if redis.call('GET',KEYS[1])==ARGV[1] then return redis.call('DEL',KEYS[1]) end "
    "return 0";

std::string hex(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    for (const unsigned char byte : bytes) {
        out += kDigits[byte >> 4];
        out += kDigits[byte & 15];
    }
    return out;
}

bool is_ok(const RedisReply& reply) {
    return reply.is(RedisReply::Type::status) && reply.text == "OK";
}

Error unexpected() {
    return Error(Errc::protocol, "Redis answered with another type than the command has")
        .with(Delivery::sent);
}

}  // namespace

RedisCache::Script::Script(const char* text_in, const Crypto& crypto)
    : text(text_in), digest(hex(crypto.sha1(text))) {}

RedisCache::RedisCache(boost::asio::any_io_executor executor, Transport& transport, Clock& clock,
                       Random& random, const Crypto& crypto, Metrics& metrics, Logger& log,
                       RedisCacheConfig config)
    : clock_(clock),
      random_(random),
      crypto_(crypto),
      config_(std::move(config)),
      put_script_(kPut, crypto),
      release_script_(kRelease, crypto),
      hits_(metrics.counter("confab_shared_cache_hits_total")),
      misses_(metrics.counter("confab_shared_cache_misses_total")),
      errors_(metrics.counter("confab_shared_cache_errors_total")),
      timeouts_(metrics.counter("confab_shared_cache_timeouts_total")),
      up_(metrics.gauge("confab_shared_cache_up")),
      client_(std::move(executor), transport, clock, random, metrics, log, config_.server) {
    up_.set(0);
    client_.on_state([&up = up_](bool is_up) { up.set(is_up ? 1 : 0); });
}

std::string RedisCache::value_key(const std::string& key) const {
    return config_.prefix + "{" + hex(crypto_.sha256(key)) + "}";
}

void RedisCache::count(const Result<RedisReply>& reply) {
    if (reply) return;
    if (reply.error().code() == Errc::timeout)
        timeouts_.add();
    else if (reply.error().code() != Errc::unavailable || reply.error().delivery() != Delivery::not_sent)
        errors_.add();  // what was not even tried, since Redis is away, is no news
}

Task<Result<RedisReply>> RedisCache::run(std::vector<std::string> arguments) {
    Result<RedisReply> reply = co_await client_.command(std::move(arguments));
    count(reply);
    co_return reply;
}

Task<Result<RedisReply>> RedisCache::run(const Script& script, std::vector<std::string> keys,
                                         std::vector<std::string> arguments) {
    std::vector<std::string> command{"EVALSHA", script.digest, std::to_string(keys.size())};
    std::move(keys.begin(), keys.end(), std::back_inserter(command));
    std::move(arguments.begin(), arguments.end(), std::back_inserter(command));
    std::vector<std::string> again = command;
    Result<RedisReply> reply = co_await client_.command(std::move(command));
    // A server that was restarted, or just never asked, does not know the script.
    if (!reply && reply.error().code() == Errc::not_found) {
        again[0] = "EVAL";
        again[1] = script.text;
        reply = co_await client_.command(std::move(again));
    }
    count(reply);
    co_return reply;
}

Task<Result<std::optional<std::string>>> RedisCache::get(std::string key) {
    std::vector<std::string> command{"GET", value_key(key)};
    Result<RedisReply> reply = co_await run(std::move(command));
    if (!reply) co_return reply.error();
    if (reply->is(RedisReply::Type::nil)) {
        misses_.add();
        co_return std::optional<std::string>();
    }
    if (!reply->is(RedisReply::Type::string)) co_return unexpected();
    hits_.add();
    std::optional<std::string> value(std::move(reply->text));
    co_return value;
}

Task<Result<void>> RedisCache::put(std::string key, std::string value, Duration ttl) {
    if (ttl <= Duration(0)) {
        const Result<void> released = co_await release(std::move(key));
        co_return released;
    }
    if (value.size() > config_.max_value)
        co_return Error(Errc::too_large, "the value is too large for the shared cache");
    const std::string place = value_key(key);
    std::string token = take_token(place);
    std::string span = std::to_string(ttl.count());
    if (token.empty()) {
        std::vector<std::string> command{"SET", place, std::move(value), "PX", std::move(span)};
        const Result<RedisReply> reply = co_await run(std::move(command));
        if (!reply) co_return reply.error();
        if (!is_ok(*reply)) co_return unexpected();
        co_return Result<void>();
    }
    std::vector<std::string> keys{place, lease_key(place)};
    std::vector<std::string> arguments{std::move(value), std::move(span), std::move(token)};
    const Result<RedisReply> reply = co_await run(put_script_, std::move(keys), std::move(arguments));
    if (!reply) co_return reply.error();
    co_return Result<void>();
}

Task<Result<void>> RedisCache::remove(std::string key) {
    std::vector<std::string> command{"DEL", value_key(key)};
    const Result<RedisReply> reply = co_await run(std::move(command));
    if (!reply) co_return reply.error();
    co_return Result<void>();
}

Task<Result<bool>> RedisCache::lease(std::string key, Duration ttl) {
    if (ttl <= Duration(0)) co_return Error(Errc::invalid_argument, "a lease needs a time to live");
    const std::string place = value_key(key);
    std::string token = random_.token(kTokenLength);
    // Noted before it is asked for: when the reply gets lost, or the caller is cancelled, the lease may be
    // ours all the same, and a later `put` or `release` ends it.
    const bool noted = remember(place, token, ttl);
    if (!noted) co_return false;
    std::vector<std::string> command{"SET", lease_key(place), token, "NX", "PX", std::to_string(ttl.count())};
    const Result<RedisReply> reply = co_await run(std::move(command));
    const bool ours = reply && is_ok(*reply);
    const bool maybe_ours = ours || (!reply && reply.error().delivery() == Delivery::maybe_sent);
    if (!maybe_ours) forget(place, token);
    if (!reply) co_return reply.error();
    if (!ours && !reply->is(RedisReply::Type::nil)) co_return unexpected();
    co_return ours;
}

Task<Result<void>> RedisCache::release(std::string key) {
    const std::string place = value_key(key);
    std::string token = take_token(place);
    if (token.empty()) co_return Result<void>();
    std::vector<std::string> keys{lease_key(place)};
    std::vector<std::string> arguments{std::move(token)};
    const Result<RedisReply> reply = co_await run(release_script_, std::move(keys), std::move(arguments));
    if (!reply) co_return reply.error();
    co_return Result<void>();
}

// Asking again and again, not BLPOP: that would hold up every other command of the connection; not a
// subscription: that needs a connection of its own and loses what is said while it is down. Within a process
// one flight a key waits, so this costs at most some ten small commands a second and key.
Task<Result<void>> RedisCache::wait(std::string key, Duration limit) {
    const std::string lease = lease_key(value_key(key));
    const TimePoint deadline = clock_.now() + limit;
    Duration pause = kFirstPause;
    for (;;) {
        std::vector<std::string> command{"EXISTS", lease};
        const Result<RedisReply> reply = co_await run(std::move(command));
        if (!reply) co_return reply.error();
        if (!reply->is(RedisReply::Type::integer)) co_return unexpected();
        if (reply->integer == 0) co_return Result<void>();
        const auto left = std::chrono::duration_cast<Duration>(deadline - clock_.now());
        if (left <= Duration(0)) co_return Error(Errc::timeout, "another process still holds the lease");
        // Between half the pause and all of it: many waiters do not ask in step.
        const double share = 0.5 + 0.5 * random_.uniform();
        const Duration jittered(static_cast<Duration::rep>(static_cast<double>(pause.count()) * share));
        co_await clock_.sleep(std::min(std::max(jittered, Duration(1)), left));
        pause = std::min(pause * 2, kLongestPause);
    }
}

std::string RedisCache::take_token(const std::string& value_key) {
    const auto held = held_.find(value_key);
    if (held == held_.end()) return {};
    std::string token = std::move(held->second.token);
    held_.erase(held);
    return token;
}

void RedisCache::forget(const std::string& value_key, const std::string& token) {
    const auto held = held_.find(value_key);
    if (held != held_.end() && held->second.token == token) held_.erase(held);
}

bool RedisCache::remember(const std::string& value_key, std::string token, Duration ttl) {
    const TimePoint now = clock_.now();
    const auto held = held_.find(value_key);
    if (held != held_.end() && held->second.ends > now) return false;  // ours already, by another flight
    if (held == held_.end() && held_.size() >= kMostHeld)
        std::erase_if(held_, [now](const auto& entry) { return entry.second.ends <= now; });
    if (held_.size() >= kMostHeld) return false;
    held_.insert_or_assign(value_key, Held{std::move(token), now + ttl});
    return true;
}

}  // namespace confab::core
