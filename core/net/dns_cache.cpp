#include "core/net/dns_cache.hpp"

#include <algorithm>

namespace confab::core {

const Addresses* DnsCache::fresh(const std::string& name, TimePoint now) const {
    const auto found = entries_.find(name);
    return found != entries_.end() && now < found->second.expires ? &found->second.addresses : nullptr;
}

const Addresses* DnsCache::stale(const std::string& name, TimePoint now) const {
    const auto found = entries_.find(name);
    if (found == entries_.end() || found->second.addresses.empty()) return nullptr;
    return now < found->second.expires + config_.serve_stale ? &found->second.addresses : nullptr;
}

void DnsCache::store(const std::string& name, Addresses addresses, Duration ttl, TimePoint now) {
    put(name, std::move(addresses), now + std::clamp(ttl, config_.ttl_min, config_.ttl_max));
}

void DnsCache::store_negative(const std::string& name, TimePoint now) {
    put(name, Addresses(), now + config_.negative_ttl);
}

void DnsCache::put(const std::string& name, Addresses addresses, TimePoint expires) {
    if (entries_.size() >= config_.max_entries && !entries_.contains(name)) {
        const auto first = std::min_element(
            entries_.begin(), entries_.end(),
            [](const auto& a, const auto& b) { return a.second.expires < b.second.expires; });
        if (first != entries_.end()) entries_.erase(first);
    }
    Entry& entry = entries_[name];
    entry.addresses = std::move(addresses);
    entry.expires = expires;
}

}  // namespace confab::core
