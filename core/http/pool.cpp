#include "core/http/pool.hpp"

#include <algorithm>
#include <utility>

namespace confab::core {

/// A connection in the list of idle ones; closes itself when the peer does.
struct ConnectionPool::Parked final : IdleObserver {
    Parked(ConnectionPool& pool_in, std::unique_ptr<HttpConnection> connection_in)
        : pool(pool_in), connection(std::move(connection_in)) {}
    void on_idle_ended() override {
        ConnectionPool& owner = pool;
        owner.close_idle(self);  // destroys this
        owner.serve_waiters();
    }
    ConnectionPool& pool;
    std::unique_ptr<HttpConnection> connection;
    Idle::iterator self;
};

struct ConnectionPool::Waiter {
    Waiter(ConnectionPool& pool_in, const ConnectionWish& wish_in) : pool(pool_in), wish(wish_in) {
        pool.waiters_.push_back(this);
        pool.publish();
    }
    ~Waiter() {
        pool.waiters_.remove(this);
        pool.publish();
    }
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;

    ConnectionPool& pool;
    const ConnectionWish& wish;
    std::optional<Lease> lease;
    Signal served;
};

Lease::~Lease() {
    if (pool_) pool_->release(origin_, std::move(connection_), keep_until_);
}

void Lease::keep(std::optional<Duration> hint) {
    if (!connection_ || !connection_->reusable()) return;
    const TimePoint now = pool_->clock_.now();
    const Duration limit = std::min(pool_->config_.idle_timeout, hint.value_or(Duration::max()));
    keep_until_ = std::min(now + limit, connection_->opened() + pool_->config_.max_age);
}

ConnectionPool::ConnectionPool(const HttpPoolConfig& config, PoolLimits limits, Clock& clock,
                               HttpMetrics& metrics)
    : config_(config), limits_(limits), clock_(clock), metrics_(metrics) {}

ConnectionPool::~ConnectionPool() = default;

std::size_t ConnectionPool::count(const std::string& origin) const {
    const auto found = active_by_host_.find(origin);
    const auto idle = std::count_if(idle_.begin(), idle_.end(), [&](const Parked& parked) {
        return parked.connection->origin() == origin;
    });
    return static_cast<std::size_t>(idle) + (found == active_by_host_.end() ? 0 : found->second);
}

void ConnectionPool::close_idle(Idle::iterator parked) {
    parked->connection->unpark();
    idle_.erase(parked);
    publish();
}

// The latest idle one first: the least likely to be closed by the server, and the others may age out.
std::unique_ptr<HttpConnection> ConnectionPool::take_idle(const ConnectionWish& wish) {
    if (wish.fresh) return nullptr;
    const TimePoint now = clock_.now();
    for (auto it = idle_.end(); it != idle_.begin();) {
        const auto current = --it;
        HttpConnection& connection = *current->connection;
        if (connection.origin() != wish.origin) continue;
        if (!wish.idempotent && now - connection.idle_since >= config_.nonidempotent_max_idle) continue;
        const bool alive = connection.unpark() && now < connection.idle_until;
        std::unique_ptr<HttpConnection> taken = std::move(current->connection);
        it = idle_.erase(current);
        if (alive) return taken;
    }
    return nullptr;
}

bool ConnectionPool::close_oldest_idle(const std::string* origin) {
    const auto oldest = std::find_if(idle_.begin(), idle_.end(), [&](const Parked& parked) {
        return !origin || parked.connection->origin() == *origin;
    });
    if (oldest == idle_.end()) return false;
    close_idle(oldest);
    return true;
}

// An idle connection that this request may not use gives way to a new one.
bool ConnectionPool::make_room(const std::string& origin) {
    if (count(origin) >= limits_.per_host && !close_oldest_idle(&origin)) return false;
    return active_ + idle_.size() < limits_.total || close_oldest_idle(nullptr);
}

std::optional<Lease> ConnectionPool::try_acquire(const ConnectionWish& wish) {
    std::unique_ptr<HttpConnection> connection = take_idle(wish);
    if (!connection && !make_room(wish.origin)) return std::nullopt;
    ++active_;
    ++active_by_host_[wish.origin];
    publish();
    return std::optional<Lease>(std::in_place, shared_from_this(), wish.origin, std::move(connection));
}

Task<Result<Lease>> ConnectionPool::acquire(ConnectionWish wish, Duration limit) {
    if (std::optional<Lease> lease = try_acquire(wish)) co_return std::move(*lease);
    if (waiters_.size() >= config_.queue_limit)
        co_return Error(Errc::overloaded, "too many requests are waiting for a connection to " + wish.origin);
    Waiter waiter(*this, wish);
    co_await waiter.served.wait_for(limit);
    if (!waiter.lease)
        co_return Error(Errc::overloaded, "no connection to " + wish.origin + " became free in time");
    co_return std::move(*waiter.lease);
}

void ConnectionPool::serve_waiters() {
    for (auto it = waiters_.begin(); it != waiters_.end();) {
        Waiter& waiter = **it;
        if (std::optional<Lease> lease = shut_ ? std::nullopt : try_acquire(waiter.wish)) {
            waiter.lease.emplace(std::move(*lease));
            it = waiters_.erase(it);
            waiter.served.notify();
        } else {
            ++it;
        }
    }
    publish();
}

void ConnectionPool::release(const std::string& origin, std::unique_ptr<HttpConnection> connection,
                             std::optional<TimePoint> keep_until) {
    --active_;
    if (const auto host = active_by_host_.find(origin); --host->second == 0) active_by_host_.erase(host);
    if (shut_) return;
    const TimePoint now = clock_.now();
    const bool keep = connection && keep_until && *keep_until > now;
    if (keep) {
        connection->idle_since = now;
        connection->idle_until = *keep_until;
        const auto parked = idle_.emplace(idle_.end(), *this, std::move(connection));
        parked->self = parked;
        parked->connection->park(*parked);
    }
    serve_waiters();
    if (keep && !idle_.empty() && on_idle) on_idle();
}

std::optional<TimePoint> ConnectionPool::sweep() {
    const TimePoint now = clock_.now();
    std::optional<TimePoint> next;
    for (auto it = idle_.begin(); it != idle_.end();) {
        const auto current = it++;
        const TimePoint until = current->connection->idle_until;
        if (until <= now)
            close_idle(current);
        else
            next = std::min(next.value_or(until), until);
    }
    return next;
}

void ConnectionPool::shut() {
    while (close_oldest_idle(nullptr)) {
    }
    shut_ = true;
    on_idle = nullptr;
}

// Gauges are sums over the lanes, so each pool adds what changed.
void ConnectionPool::publish() {
    if (shut_) return;
    Gauge* const gauges[] = {&metrics_.pool_idle, &metrics_.pool_active, &metrics_.pool_waiting};
    const std::int64_t values[] = {static_cast<std::int64_t>(idle_.size()),
                                   static_cast<std::int64_t>(active_),
                                   static_cast<std::int64_t>(waiters_.size())};
    for (int i = 0; i < 3; ++i) {
        if (values[i] != published_[i]) gauges[i]->add(values[i] - published_[i]);
        published_[i] = values[i];
    }
}

}  // namespace confab::core
