#pragma once
/// Redis commands for the process, over one connection that keeps itself up.

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "confab/service/clock.hpp"
#include "confab/service/logger.hpp"
#include "confab/service/metrics.hpp"
#include "confab/service/random.hpp"
#include "confab/service/stream.hpp"
#include "core/redis/config.hpp"
#include "core/redis/connection.hpp"
#include "core/runtime/task_scope.hpp"

namespace confab::core {

/// I/O thread only. A caller never waits for a connection: while there is none, or while the one there is
/// owes a late reply, a command fails at once with Errc::unavailable. A background task connects, greets
/// (AUTH, SELECT, CLIENT SETNAME, PING) and starts again with growing pauses. Logs when the server goes away
/// and when it is back, never a key, a value or a credential.
class RedisClient {
public:
    using StateHandler = std::function<void(bool up)>;

    RedisClient(boost::asio::any_io_executor executor, Transport& transport, Clock& clock, Random& random,
                Metrics& metrics, Logger& log, RedisConfig config);

    /// Called with every change of `is_connected`, at last by `stop`. Set it before `start`.
    void on_state(StateHandler handler) { on_state_ = std::move(handler); }
    void start();
    /// Ends the connection and what waits for it. The callers of `command` must have returned before the
    /// client goes away.
    Task<void> stop();

    /// Runs one command; the first argument is its name. Errors: see `to_redis_error` for what Redis
    /// refuses; timeout; unavailable; overloaded; invalid_argument and too_large (never sent). `delivery()`
    /// tells whether the command may have been carried out.
    Task<Result<RedisReply>> command(std::vector<std::string> arguments);
    Task<Result<RedisReply>> command(std::vector<std::string> arguments, Duration limit);

    /// Commands are worth a try: greeted, and no reply is late.
    bool is_up() const noexcept;
    bool is_connected() const noexcept { return greeted_; }
    const RedisConfig& config() const noexcept { return config_; }

private:
    Task<void> keep_connected();
    Task<Result<std::shared_ptr<RedisConnection>>> connect();
    Task<Result<void>> greet(std::shared_ptr<RedisConnection> connection);
    void came_up();
    void went_down(const Error& why);

    Transport& transport_;
    Clock& clock_;
    Random& random_;
    Logger& log_;
    RedisConfig config_;
    Counter& reconnects_;
    Counter& bytes_in_;
    Counter& bytes_out_;
    StateHandler on_state_;
    std::shared_ptr<RedisConnection> connection_;  // shared with its tasks and with callers that wait
    bool greeted_ = false;
    bool reported_away_ = false;
    bool was_up_ = false;
    TaskScope tasks_;
};

}  // namespace confab::core
