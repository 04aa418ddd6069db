#pragma once
/// Which addresses belong to the public Internet. The guard against requests that a user aims at our own
/// network.

#include <boost/asio/ip/address.hpp>
#include <string_view>
#include <vector>

namespace confab::core {

/// False for loopback, private, link-local, multicast, documentation and reserved ones (the IANA
/// special-purpose registries, RFC 6890). Inside IPv6: a mapped IPv4 address and one behind NAT64's
/// well-known prefix are judged by the IPv4 address; 6to4 and Teredo, which can carry any, are not public.
bool is_public(const boost::asio::ip::address& address);

/// Those of `addresses` that are public, in their order.
std::vector<boost::asio::ip::address> public_among(std::vector<boost::asio::ip::address> addresses);

/// True for what some libraries read as an IPv4 address: the last label is a number ("127.1", "0x7f.1",
/// "2130706433", "0177.0.0.1"). No host name looks so, since no top-level domain is a number. Also true for
/// the usual four decimal numbers.
bool looks_like_v4(std::string_view host) noexcept;

}  // namespace confab::core
