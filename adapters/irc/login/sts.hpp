#pragma once
/// Strict transport security (https://ircv3.net/specs/extensions/sts): a server may tell a client to use TLS
/// only, from now on and for a while. Pure.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "confab/task.hpp"

namespace confab::irc {

/// What a server lists behind `sts=`.
class StsOffer {
public:
    /// Unknown keys and values that make no sense are skipped.
    static StsOffer parse(std::string_view value);

    std::optional<std::uint16_t> port;             ///< Counts on a connection without TLS.
    std::optional<std::chrono::seconds> duration;  ///< Counts on one with TLS; 0: forget the policy.
};

/// What is remembered of a host.
class StsPolicy {
public:
    StsPolicy(std::uint16_t port_in, WallTime expires_in) : port(port_in), expires(expires_in) {}
    /// "6697 1700000000": the port and the end in Unix seconds.
    static std::optional<StsPolicy> from_text(std::string_view text);
    std::string to_text() const;
    bool holds(WallTime now) const { return now < expires; }

    std::uint16_t port;
    WallTime expires;
};

}  // namespace confab::irc
