#pragma once
/// DNS queries by c-ares, its sockets watched by the event loop. Asio's own resolver would run them all
/// through one hidden thread, where one name that does not answer holds up every other.

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "confab/result.hpp"
#include "core/net/dns_cache.hpp"

namespace confab::core {

class DnsAnswer {
public:
    Addresses addresses;
    Duration ttl{0};
};

/// I/O thread only. Asks /etc/hosts and the system's name servers; follows a resolv.conf that changes.
class AresDriver {
public:
    /// Throws std::runtime_error for name servers that cannot be read.
    AresDriver(boost::asio::any_io_executor executor, const ResolverConfig& config);
    ~AresDriver();

    /// Errors: not_found (there is no such name or no address), unavailable (no server answered).
    Task<Result<DnsAnswer>> query(std::string host);

private:
    class Channel;
    void follow_resolv_conf();

    boost::asio::any_io_executor executor_;
    ResolverConfig config_;
    std::shared_ptr<Channel> channel_;  // shared with its queries and the handlers that watch its sockets
    std::string seen_;                  // which state of resolv.conf the channel has read
    TimePoint next_look_;
};

}  // namespace confab::core
