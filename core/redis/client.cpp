#include "core/redis/client.hpp"

#include "confab/backoff.hpp"

namespace confab::core {

namespace {

RedisConnectionLimits limits_of(const RedisConfig& config) {
    RedisConnectionLimits limits;
    limits.max_pending = config.max_pending;
    limits.stall = config.stall;
    return limits;
}

}  // namespace

RedisClient::RedisClient(boost::asio::any_io_executor executor, Transport& transport, Clock& clock,
                         Random& random, Metrics& metrics, Logger& log, RedisConfig config)
    : transport_(transport),
      clock_(clock),
      random_(random),
      log_(log),
      config_(std::move(config)),
      reconnects_(metrics.counter("confab_redis_reconnects_total")),
      bytes_in_(metrics.counter("confab_redis_bytes_in_total")),
      bytes_out_(metrics.counter("confab_redis_bytes_out_total")),
      tasks_(std::move(executor), log) {}

void RedisClient::start() {
    tasks_.spawn("redis connection", keep_connected());
}

Task<void> RedisClient::stop() {
    const bool was_connected = std::exchange(greeted_, false);
    const StateHandler on_state = std::exchange(on_state_, nullptr);
    // First the task that would call the end a failure, then whoever waits for a reply.
    tasks_.cancel();
    co_await tasks_.join();
    if (const auto connection = std::exchange(connection_, nullptr))
        connection->drop(Error(Errc::cancelled, "the client was stopped"));
    if (was_connected && on_state) on_state(false);
}

bool RedisClient::is_up() const noexcept {
    return greeted_ && !connection_->is_dropped() && !connection_->is_suspect();
}

Task<Result<RedisReply>> RedisClient::command(std::vector<std::string> arguments) {
    return command(std::move(arguments), config_.command_timeout);
}

Task<Result<RedisReply>> RedisClient::command(std::vector<std::string> arguments, Duration limit) {
    if (!is_up()) co_return Error(Errc::unavailable, "Redis is away");
    Result<std::string> encoded = encode_command(arguments);
    if (!encoded) co_return encoded.error();
    arguments.clear();
    const std::shared_ptr<RedisConnection> connection = connection_;
    co_return co_await RedisConnection::exchange(connection, std::move(*encoded), limit);
}

Task<void> RedisClient::keep_connected() {
    Backoff backoff(config_.reconnect_base, config_.reconnect_cap);
    for (;;) {
        const TimePoint began = clock_.now();
        Result<std::shared_ptr<RedisConnection>> connection = co_await connect();
        if (connection) {
            came_up();
            co_await (*connection)->ended();
            went_down((*connection)->why());
        } else {
            went_down(connection.error());
        }
        backoff.ended(std::chrono::duration_cast<Duration>(clock_.now() - began));
        co_await clock_.sleep(backoff.next(random_.uniform()));
    }
}

Task<Result<std::shared_ptr<RedisConnection>>> RedisClient::connect() {
    Endpoint endpoint(config_.host, config_.port, config_.tls);
    endpoint.ca_file = config_.ca_file;
    endpoint.server_name = config_.server_name;
    endpoint.timeout = config_.connect_timeout;
    Result<std::unique_ptr<Stream>> stream = co_await transport_.connect(std::move(endpoint));
    if (!stream) co_return stream.error();
    connection_ = std::make_shared<RedisConnection>(std::move(*stream), clock_, limits_of(config_), bytes_in_,
                                                    bytes_out_);
    const std::shared_ptr<RedisConnection> connection = connection_;
    tasks_.spawn("redis reader", RedisConnection::read(connection));
    tasks_.spawn("redis writer", RedisConnection::write(connection));
    const Result<void> greeted = co_await greet(connection);
    if (!greeted) {
        connection->drop(greeted.error());
        co_return greeted.error();
    }
    co_return connection;
}

Task<Result<void>> RedisClient::greet(std::shared_ptr<RedisConnection> connection) {
    struct Step {
        Step(std::vector<std::string> command_in, Duration limit_in, bool required_in)
            : command(std::move(command_in)), limit(limit_in), required(required_in) {}
        std::vector<std::string> command;
        Duration limit;
        bool required;
    };
    std::vector<Step> steps;
    if (!config_.password.empty()) {
        // The form with one argument is the one that servers before 6 know.
        std::vector<std::string> auth{"AUTH"};
        if (!config_.username.empty()) auth.push_back(config_.username);
        auth.push_back(config_.password.reveal());
        steps.emplace_back(std::move(auth), config_.connect_timeout, true);
    }
    if (config_.db != 0)
        steps.emplace_back(std::vector<std::string>{"SELECT", std::to_string(config_.db)},
                           config_.connect_timeout, true);
    if (!config_.client_name.empty())
        steps.emplace_back(std::vector<std::string>{"CLIENT", "SETNAME", config_.client_name},
                           config_.connect_timeout, false);
    // A server that would make every command time out is not back yet.
    steps.emplace_back(std::vector<std::string>{"PING"}, config_.command_timeout, true);

    for (const Step& step : steps) {
        Result<std::string> encoded = encode_command(step.command);
        if (!encoded) co_return encoded.error();
        const Result<RedisReply> reply =
            co_await RedisConnection::exchange(connection, std::move(*encoded), step.limit);
        const bool refused = !reply && reply.error().delivery() == Delivery::sent;
        if (!reply && (step.required || !refused)) co_return reply.error();
        if (step.command.front() == "PING" && reply->text != "PONG")
            co_return Error(Errc::protocol, "the server does not answer PING as Redis does");
    }
    if (connection->is_dropped()) co_return connection->why();
    co_return Result<void>();
}

void RedisClient::came_up() {
    greeted_ = true;
    if (std::exchange(was_up_, true)) reconnects_.add();
    log_.info(std::exchange(reported_away_, false) ? "redis is back" : "redis connected",
              {{"host", config_.host}, {"port", config_.port}});
    if (on_state_) on_state_(true);
}

void RedisClient::went_down(const Error& why) {
    const bool was = std::exchange(greeted_, false);
    if (!std::exchange(reported_away_, true)) {
        const Logger::Fields fields{
            {"host", config_.host}, {"port", config_.port}, {"reason", why.message()}};
        // Waiting does not help against these: the operator must act.
        const bool misconfigured = why.code() == Errc::unauthorized || why.code() == Errc::forbidden ||
                                   why.code() == Errc::insecure || why.code() == Errc::invalid_argument;
        if (misconfigured)
            log_.error("redis refused us, going on without it", fields);
        else
            log_.warn("redis is away, going on without it", fields);
    }
    if (was && on_state_) on_state_(false);
}

}  // namespace confab::core
