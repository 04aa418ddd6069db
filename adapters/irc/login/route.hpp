#pragma once
/// Where the next connection goes: the servers of a network in turn, encrypted where a server has said so.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "confab/service/storage.hpp"
#include "confab/service/stream.hpp"
#include "login/ending.hpp"
#include "login/sts.hpp"

namespace confab::irc {

class Route {
public:
    /// `storage` keeps policies over restarts, one key a host: "sts/irc.example".
    Route(std::vector<Endpoint> servers, Storage& storage)
        : servers_(std::move(servers)), storage_(storage) {}

    /// The server to try now. One that has told us to use TLS, in this run or with a policy that still holds,
    /// is never reached without.
    Task<Endpoint> next(WallTime now);
    /// What the current server announced. True: `keep` it.
    bool learn(const StsOffer& offer, WallTime now);
    Task<void> keep();
    /// The connection, or the attempt, is over: the next server's turn when it came to nothing. A policy
    /// counts from the end of a connection.
    Task<void> ended(EndingKind kind, Duration connected_for, WallTime now);
    /// "irc.example:6697", the current one.
    const std::string& place() const { return place_; }

private:
    std::string host() const;

    std::vector<Endpoint> servers_;
    Storage& storage_;
    std::size_t current_ = 0;
    std::string place_;
    std::uint16_t port_ = 0;                         // of the current connection
    std::map<std::string, std::uint16_t> upgrades_;  // ports of hosts that asked for TLS in this run
    std::optional<std::chrono::seconds> announced_;  // on the current connection
    std::optional<StsPolicy> policy_;                // to be kept; none: to be forgotten
};

}  // namespace confab::irc
