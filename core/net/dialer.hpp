#pragma once
/// One TCP connection to a host with several addresses, as fast as its best address allows (Happy Eyeballs,
/// RFC 8305).

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <memory>

#include "core/net/dns_cache.hpp"
#include "core/net/socket_core.hpp"

namespace confab::core {

/// In the order to try: the families take turns, IPv6 first; within a family as given. At most `most`. Pure.
Addresses dialing_order(const Addresses& addresses, std::size_t most);

/// Starts with the first address; with the next one after `attempt_delay`, or at once when one fails. The
/// first that connects wins and the others are closed, as all are when the caller is cancelled. Errors:
/// timeout (at `deadline`), unavailable (every address failed; the cause is that of the last).
Task<Result<std::shared_ptr<SocketCore>>> dial(boost::asio::any_io_executor executor, Addresses addresses,
                                               std::uint16_t port, Duration attempt_delay,
                                               TimePoint deadline);

}  // namespace confab::core
