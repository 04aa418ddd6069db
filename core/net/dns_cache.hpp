#pragma once
/// What names meant lately. Pure: time is an argument.

#include <boost/asio/ip/address.hpp>
#include <map>
#include <string>
#include <vector>

#include "core/net/resolver_config.hpp"

namespace confab::core {

using Addresses = std::vector<boost::asio::ip::address>;

/// Bounded by `max_entries`; beyond it the entry that expires first goes.
class DnsCache {
public:
    explicit DnsCache(const ResolverConfig& config) : config_(config) {}

    /// The answer while it may be believed: no addresses means "no such name". nullptr: unknown.
    const Addresses* fresh(const std::string& name, TimePoint now) const;
    /// As `fresh`, but also an expired answer that is better than none (never a negative one).
    const Addresses* stale(const std::string& name, TimePoint now) const;
    void store(const std::string& name, Addresses addresses, Duration ttl, TimePoint now);
    void store_negative(const std::string& name, TimePoint now);
    std::size_t size() const noexcept { return entries_.size(); }

private:
    class Entry {
    public:
        Addresses addresses;
        TimePoint expires;
    };
    void put(const std::string& name, Addresses addresses, TimePoint expires);

    ResolverConfig config_;
    std::map<std::string, Entry> entries_;
};

}  // namespace confab::core
