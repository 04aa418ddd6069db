#include "core/http/pool.hpp"

#include <algorithm>
#include <utility>

namespace confab::core {

/// A connection in the list of idle ones; closes itself when the peer does.
struct ConnectionPool::Parked final : IdleObserver {
    Parked(ConnectionPool& pool_in, Hosts::iterator host_in, std::unique_ptr<HttpConnection> connection_in)
        : pool(pool_in), host(host_in), connection(std::move(connection_in)) {}
    void on_idle_ended() override {
        ConnectionPool& owner = pool;
        owner.close_idle(self);  // destroys this
        owner.serve_waiters();
    }
    ConnectionPool& pool;
    const Hosts::iterator host;
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
    const TimePoint since = pool.clock_.now();
    std::optional<Lease> lease;
    bool displaced = false;
    Signal served;
};

namespace {

constexpr Duration kBulkPatience{1'000};

void count_down(std::map<std::string, std::size_t>& counts, const std::string& key) {
    if (const auto found = counts.find(key); --found->second == 0) counts.erase(found);
}

std::size_t count_of(const std::map<std::string, std::size_t>& counts, const std::string& key) {
    const auto found = counts.find(key);
    return found == counts.end() ? 0 : found->second;
}

}  // namespace

Lease::Lease(std::shared_ptr<ConnectionPool> pool, Hosts::iterator host, const ConnectionWish& wish,
             std::unique_ptr<HttpConnection> connection)
    : pool_(std::move(pool)),
      host_(host),
      caller_(wish.caller),
      bulk_(wish.bulk),
      connection_(std::move(connection)) {}

Lease& Lease::operator=(Lease&& other) noexcept {
    std::swap(pool_, other.pool_);
    std::swap(host_, other.host_);
    std::swap(caller_, other.caller_);
    std::swap(bulk_, other.bulk_);
    std::swap(connection_, other.connection_);
    std::swap(keep_until_, other.keep_until_);
    return *this;
}

Lease::~Lease() {
    if (pool_) pool_->release(*this);
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

void ConnectionPool::forget_if_unused(Hosts::iterator host) {
    if (host->second.active == 0 && host->second.idle == 0) hosts_.erase(host);
}

void ConnectionPool::close_idle(Idle::iterator parked) {
    parked->connection->unpark();
    const auto host = parked->host;
    idle_.erase(parked);
    --host->second.idle;
    forget_if_unused(host);
    publish();
}

// The latest idle one first: the least likely to be closed by the server, and the others may age out.
std::unique_ptr<HttpConnection> ConnectionPool::take_idle(const ConnectionWish& wish, Hosts::iterator host) {
    if (wish.fresh || host->second.idle == 0) return nullptr;
    const TimePoint now = clock_.now();
    for (auto it = idle_.end(); it != idle_.begin();) {
        const auto current = --it;
        HttpConnection& connection = *current->connection;
        if (current->host != host) continue;
        if (!wish.idempotent && now - connection.idle_since >= config_.nonidempotent_max_idle) continue;
        const bool alive = connection.unpark() && now < connection.idle_until;
        std::unique_ptr<HttpConnection> taken = std::move(current->connection);
        it = idle_.erase(current);
        --host->second.idle;
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

// An idle connection that this request may not use gives way to a new one. The request is counted already.
bool ConnectionPool::make_room(const ConnectionWish& wish, const HostCounts& host) {
    if (host.active + host.idle > per_host(wish) && !close_oldest_idle(&wish.origin)) return false;
    return active_ + idle_.size() < limits_.total || close_oldest_idle(nullptr);
}

// Somebody who waits for an answer finds a place even while bulk work is under way.
bool ConnectionPool::has_room_for_bulk(const ConnectionWish& wish, const HostCounts& host) const {
    const std::size_t host_limit = std::max<std::size_t>(1, per_host(wish) - 1);
    const std::size_t limit =
        std::max<std::size_t>(1, limits_.total - std::min<std::size_t>(2, limits_.total));
    return host.bulk < host_limit && bulk_ < limit;
}

std::optional<Lease> ConnectionPool::try_acquire(const ConnectionWish& wish) {
    const auto host = hosts_.try_emplace(wish.origin).first;
    ++host->second
          .active;  // counted from here on, so that closing its last idle connection does not forget it
    std::unique_ptr<HttpConnection> connection;
    bool granted = !wish.bulk || has_room_for_bulk(wish, host->second);
    if (granted) connection = take_idle(wish, host);
    if (granted && !connection) granted = make_room(wish, host->second);
    if (!granted) {
        --host->second.active;
        forget_if_unused(host);
        return std::nullopt;
    }
    ++active_;
    if (!wish.caller.empty()) ++active_by_caller_[wish.caller];
    if (wish.bulk) {
        ++bulk_;
        ++host->second.bulk;
    }
    publish();
    return std::optional<Lease>(std::in_place, shared_from_this(), host, wish, std::move(connection));
}

Task<Result<Lease>> ConnectionPool::acquire(ConnectionWish wish, Duration limit) {
    if (std::optional<Lease> lease = try_acquire(wish)) co_return std::move(*lease);
    if (waiters_.size() >= config_.queue_limit && !displace_for(wish.caller))
        co_return Error(Errc::overloaded, "too many requests are waiting for a connection to " + wish.origin);
    Waiter waiter(*this, wish);
    co_await waiter.served.wait_for(limit);
    if (waiter.displaced)
        co_return Error(Errc::overloaded, "this caller has too many requests waiting for a connection");
    if (!waiter.lease)
        co_return Error(Errc::overloaded, "no connection to " + wish.origin + " became free in time");
    co_return std::move(*waiter.lease);
}

// The latest request of the caller who has the most in the queue makes room for a caller who has fewer.
bool ConnectionPool::displace_for(const std::string& caller) {
    std::map<std::string, std::size_t> waiting;
    for (const Waiter* waiter : waiters_) ++waiting[waiter->wish.caller];
    const auto most = std::max_element(waiting.begin(), waiting.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most == waiting.end() || most->second <= count_of(waiting, caller) + 1) return false;
    const auto latest = std::find_if(waiters_.rbegin(), waiters_.rend(), [&](const Waiter* waiter) {
        return waiter->wish.caller == most->first;
    });
    Waiter& loser = **latest;
    loser.displaced = true;
    waiters_.remove(&loser);
    loser.served.notify();
    return true;
}

bool ConnectionPool::is_before(const Waiter& a, const Waiter& b) const {
    const auto waits_behind = [&](const Waiter& waiter) {
        return waiter.wish.bulk && clock_.now() - waiter.since < kBulkPatience;
    };
    if (waits_behind(a) != waits_behind(b)) return waits_behind(b);
    return count_of(active_by_caller_, a.wish.caller) < count_of(active_by_caller_, b.wish.caller);
}

ConnectionPool::Waiter* ConnectionPool::next_to_serve() {
    std::list<Waiter*> candidates = waiters_;
    candidates.sort(
        [&](const Waiter* a, const Waiter* b) { return is_before(*a, *b); });  // stable: by arrival
    for (Waiter* waiter : candidates) {
        if (std::optional<Lease> lease = try_acquire(waiter->wish)) {
            waiter->lease.emplace(std::move(*lease));
            waiters_.remove(waiter);
            return waiter;
        }
    }
    return nullptr;
}

void ConnectionPool::serve_waiters() {
    while (!shut_ && !waiters_.empty()) {
        Waiter* const served = next_to_serve();
        if (!served) break;
        served->served.notify();
    }
    publish();
}

void ConnectionPool::release(Lease& lease) {
    const auto host = lease.host_;
    --active_;
    --host->second.active;
    if (!lease.caller_.empty()) count_down(active_by_caller_, lease.caller_);
    if (lease.bulk_) {
        --bulk_;
        --host->second.bulk;
    }
    if (shut_) return;
    const TimePoint now = clock_.now();
    const bool keep = lease.connection_ && lease.keep_until_ && *lease.keep_until_ > now;
    if (keep) {
        lease.connection_->idle_since = now;
        lease.connection_->idle_until = *lease.keep_until_;
        const auto parked = idle_.emplace(idle_.end(), *this, host, std::move(lease.connection_));
        parked->self = parked;
        ++host->second.idle;
        parked->connection->park(*parked);
    } else {
        forget_if_unused(host);
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
