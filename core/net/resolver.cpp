#include "core/net/resolver.hpp"

#include <algorithm>
#include <list>

#include "core/net/address_class.hpp"
#include "core/net/dialer.hpp"

namespace confab::core {
namespace asio = boost::asio;
namespace {

constexpr std::size_t kMostAddresses = 32;  // more are not kept, whatever the answer had

struct Flight {
    std::optional<Result<Addresses>> outcome;
    std::list<Signal*> waiting;
};

/// Registers a signal for as long as its waiter waits.
class Waiting {
public:
    Waiting(std::shared_ptr<Flight> flight, Signal& signal) : flight_(std::move(flight)), signal_(&signal) {
        flight_->waiting.push_back(signal_);
    }
    ~Waiting() { flight_->waiting.remove(signal_); }
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

private:
    std::shared_ptr<Flight> flight_;
    Signal* signal_;
};

std::string canonical(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (name.ends_with('.')) name.pop_back();
    return name;
}

std::optional<Addresses> known_without_asking(const std::string& name) {
    boost::system::error_code error;
    const asio::ip::address numeric = asio::ip::make_address(name, error);
    if (!error) return Addresses{numeric};
    // RFC 6761 section 6.3: localhost is loopback and no name server is asked.
    if (name == "localhost" || name.ends_with(".localhost"))
        return Addresses{asio::ip::address_v4::loopback(), asio::ip::address_v6::loopback()};
    return std::nullopt;
}

}  // namespace

struct Resolver::Shared {
    Shared(asio::any_io_executor executor, Metrics& metrics, const ResolverConfig& config)
        : cache(config),
          driver(std::move(executor), config),
          hits(metrics.counter("confab_dns_cache_hits_total")),
          misses(metrics.counter("confab_dns_cache_misses_total")),
          stale(metrics.counter("confab_dns_stale_answers_total")),
          errors(metrics.counter("confab_dns_errors_total")) {}

    Result<Addresses> settle(const std::string& name, Result<DnsAnswer> answer) {
        const TimePoint now = std::chrono::steady_clock::now();
        if (answer) {
            Addresses bounded = dialing_order(answer->addresses, kMostAddresses);
            cache.store(name, bounded, answer->ttl, now);
            return bounded;
        }
        errors.add();
        if (answer.error().code() == Errc::not_found) {
            cache.store_negative(name, now);
        } else if (const Addresses* old = cache.stale(name, now)) {
            stale.add();
            return *old;
        }
        return answer.error();
    }

    DnsCache cache;
    AresDriver driver;
    std::map<std::string, std::shared_ptr<Flight>> flights;
    Counter& hits;
    Counter& misses;
    Counter& stale;
    Counter& errors;
};

Resolver::Resolver(asio::any_io_executor executor, Metrics& metrics, Logger& log,
                   const ResolverConfig& config)
    : shared_(std::make_shared<Shared>(executor, metrics, config)), tasks_(executor, log) {}

Resolver::~Resolver() = default;

Task<void> Resolver::look_up(std::shared_ptr<Shared> shared, std::string name) {
    const auto flight = shared->flights[name];
    Result<DnsAnswer> answer = co_await shared->driver.query(name);
    flight->outcome.emplace(shared->settle(name, std::move(answer)));
    shared->flights.erase(name);
    for (Signal* waiter : flight->waiting) waiter->notify();
}

// The query is a task of its own: who asked first may be cancelled while others still wait for the answer.
Task<Result<Addresses>> Resolver::resolve(std::string host, Duration limit) {
    const std::string name = canonical(std::move(host));
    if (std::optional<Addresses> known = known_without_asking(name)) co_return std::move(*known);
    if (looks_like_v4(name))
        co_return Error(
            Errc::invalid_argument,
            "not a host name: " + name + " (an address has four decimal numbers, without zeros in front)");
    if (const Addresses* cached = shared_->cache.fresh(name, std::chrono::steady_clock::now())) {
        shared_->hits.add();
        if (cached->empty()) co_return Error(Errc::not_found, "no such host name: " + name);
        co_return *cached;
    }
    shared_->misses.add();
    std::shared_ptr<Flight>& entry = shared_->flights[name];
    if (!entry) {
        entry = std::make_shared<Flight>();
        tasks_.spawn("dns " + name, look_up(shared_, name));
    }
    const std::shared_ptr<Flight> flight = entry;
    Signal done;
    const Waiting registration(flight, done);
    if (!flight->outcome) co_await done.wait_for(limit);
    if (!flight->outcome) co_return Error(Errc::timeout, "looking up " + name);
    if (!*flight->outcome) {
        const Error& error = flight->outcome->error();
        co_return Error(error.code(), error.context() + ": " + name);
    }
    co_return **flight->outcome;
}

}  // namespace confab::core
