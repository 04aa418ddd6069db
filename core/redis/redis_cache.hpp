#pragma once
/// The shared cache tier in Redis.

#include <map>
#include <string>

#include "confab/service/crypto.hpp"
#include "core/http/shared_cache.hpp"
#include "core/redis/client.hpp"

namespace confab::core {

/// Keys are hashed: neither URLs nor credentials reach Redis in a key. A lease is a key with a random token
/// that only its holder may delete (a Lua script compares and deletes in one step), and that ends by its time
/// to live when the holder dies. `start` it before use and `stop` it before it goes away.
class RedisCache final : public SharedCache {
public:
    RedisCache(boost::asio::any_io_executor executor, Transport& transport, Clock& clock, Random& random,
               const Crypto& crypto, Metrics& metrics, Logger& log, RedisCacheConfig config);

    void start() { client_.start(); }
    Task<void> stop() { return client_.stop(); }

    Task<Result<std::optional<std::string>>> get(std::string key) override;
    /// With a `ttl` of zero or less nothing is stored, and the lease is released.
    Task<Result<void>> put(std::string key, std::string value, Duration ttl) override;
    Task<Result<void>> remove(std::string key) override;
    Task<Result<bool>> lease(std::string key, Duration ttl) override;
    Task<Result<void>> release(std::string key) override;
    /// Errc::timeout after `limit`.
    Task<Result<void>> wait(std::string key, Duration limit) override;
    bool is_up() const noexcept override { return client_.is_up(); }

private:
    class Script {
    public:
        Script(const char* text, const Crypto& crypto);
        std::string text;
        std::string digest;
    };
    struct Held {
        std::string token;
        TimePoint ends;
    };

    std::string value_key(const std::string& key) const;
    std::string lease_key(const std::string& value_key) const { return value_key + ":lease"; }
    /// The token of a lease that we hold, or may hold; forgotten by this call. Empty: none.
    std::string take_token(const std::string& value_key);
    void forget(const std::string& value_key, const std::string& token);
    /// False: we hold it already, or far too many.
    bool remember(const std::string& value_key, std::string token, Duration ttl);
    Task<Result<RedisReply>> run(std::vector<std::string> arguments);
    Task<Result<RedisReply>> run(const Script& script, std::vector<std::string> keys,
                                 std::vector<std::string> arguments);
    void count(const Result<RedisReply>& reply);

    Clock& clock_;
    Random& random_;
    const Crypto& crypto_;
    RedisCacheConfig config_;
    Script put_script_;
    Script release_script_;
    std::map<std::string, Held> held_;
    Counter& hits_;
    Counter& misses_;
    Counter& errors_;
    Counter& timeouts_;
    Gauge& up_;
    RedisClient client_;
};

}  // namespace confab::core
