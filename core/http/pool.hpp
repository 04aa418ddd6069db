#pragma once
/// Keep-alive connections of one lane: how many there may be, which one a request gets, who waits.

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "confab/service/clock.hpp"
#include "core/http/config.hpp"
#include "core/http/connection.hpp"
#include "core/http/http_metrics.hpp"

namespace confab::core {

class ConnectionPool;

/// What a request may be given.
class ConnectionWish {
public:
    explicit ConnectionWish(std::string origin_in, bool idempotent_in = true, bool fresh_in = false)
        : origin(std::move(origin_in)), idempotent(idempotent_in), fresh(fresh_in) {}
    std::string origin;
    bool idempotent;           ///< Otherwise no connection that was idle for long: it might just be closing.
    bool fresh;                ///< Never a used one.
    bool bulk = false;         ///< May not take the last places, and waits behind the others.
    std::string caller;        ///< For fairness between plugins.
    std::size_t per_host = 0;  ///< The host's own limit; 0: the general one.
};

/// What a host has at the moment.
class HostCounts {
public:
    std::size_t active = 0;
    std::size_t bulk = 0;  ///< Of those.
    std::size_t idle = 0;
};
using Hosts = std::map<std::string, HostCounts>;  // entries stay where they are

/// The right to one connection. Its end frees the place; the connection survives only if it was `keep`t.
class Lease {
public:
    Lease(std::shared_ptr<ConnectionPool> pool, Hosts::iterator host, const ConnectionWish& wish,
          std::unique_ptr<HttpConnection> connection);
    ~Lease();
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&& other) noexcept;  ///< Swaps: the other then holds what this one held.

    /// Null: a new connection must be opened, and handed over by `adopt`.
    HttpConnection* connection() noexcept { return connection_.get(); }
    void adopt(std::unique_ptr<HttpConnection> connection) { connection_ = std::move(connection); }
    /// Gives the connection back for others, at most `hint` (the server's Keep-Alive) long.
    void keep(std::optional<Duration> hint);

private:
    friend class ConnectionPool;
    std::shared_ptr<ConnectionPool> pool_;  // null when moved from
    Hosts::iterator host_;
    std::string caller_;
    bool bulk_;
    std::unique_ptr<HttpConnection> connection_;
    std::optional<TimePoint> keep_until_;
};

class PoolLimits {
public:
    PoolLimits(std::size_t total_in, std::size_t per_host_in) : total(total_in), per_host(per_host_in) {}
    std::size_t total;
    std::size_t per_host;
};

/// I/O thread only. A free place goes to the waiter that can use it whose caller has the fewest connections,
/// then to who came first; bulk after the others, unless it has waited for a second. A full queue is shared
/// too: who has the most requests in it loses the latest of them to a caller who has fewer.
class ConnectionPool : public std::enable_shared_from_this<ConnectionPool> {  // shared with its leases
public:
    ConnectionPool(const HttpPoolConfig& config, PoolLimits limits, Clock& clock, HttpMetrics& metrics);
    ~ConnectionPool();

    /// A place now, or nothing when both limits leave none.
    std::optional<Lease> try_acquire(const ConnectionWish& wish);
    /// Waits for a place, at most `limit`. Errors: overloaded (the queue is full, or the wait was too long).
    Task<Result<Lease>> acquire(ConnectionWish wish, Duration limit);

    /// Closes what has been idle for too long. Returns when to call again; nothing while nothing is idle.
    std::optional<TimePoint> sweep();
    /// Closes all idle connections and keeps none from now on.
    void shut();

    std::size_t idle() const noexcept { return idle_.size(); }
    std::size_t active() const noexcept { return active_; }
    std::size_t waiting() const noexcept { return waiters_.size(); }
    /// Called when an idle connection appears; for whoever runs `sweep`.
    std::function<void()> on_idle;

private:
    friend class Lease;
    struct Parked;
    struct Waiter;
    using Idle = std::list<Parked>;

    void release(Lease& lease);
    std::unique_ptr<HttpConnection> take_idle(const ConnectionWish& wish, Hosts::iterator host);
    bool make_room(const ConnectionWish& wish, const HostCounts& host);
    bool close_oldest_idle(const std::string* origin);
    void close_idle(Idle::iterator parked);
    void forget_if_unused(Hosts::iterator host);
    /// The next to be served, taken out of the queue with its lease; null when nobody can be.
    Waiter* next_to_serve();
    bool is_before(const Waiter& a, const Waiter& b) const;
    bool displace_for(const std::string& caller);
    bool has_room_for_bulk(const ConnectionWish& wish, const HostCounts& host) const;
    std::size_t per_host(const ConnectionWish& wish) const noexcept {
        return wish.per_host == 0 ? limits_.per_host : wish.per_host;
    }
    void serve_waiters();
    void publish();

    HttpPoolConfig config_;
    PoolLimits limits_;
    Clock& clock_;
    HttpMetrics& metrics_;
    Idle idle_;  // the longest idle first
    Hosts hosts_;
    std::map<std::string, std::size_t> active_by_caller_;  // callers without any have no entry
    std::size_t bulk_ = 0;
    std::size_t active_ = 0;
    std::list<Waiter*> waiters_;
    std::int64_t published_[3] = {0, 0, 0};
    bool shut_ = false;
};

}  // namespace confab::core
