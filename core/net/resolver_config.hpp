#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "confab/task.hpp"

namespace confab::core {

class ResolverConfig {
public:
    Duration ttl_min{5'000};
    Duration ttl_max{300'000};      ///< An address is never believed for longer, whatever the record says.
    Duration negative_ttl{10'000};  ///< "No such name" is believed this long.
    Duration serve_stale{
        3'600'000};  ///< When no server answers, an expired address is better than none (RFC 8767).
    std::size_t max_entries = 1000;
    Duration query_timeout{2'000};  ///< One try; doubled by each further one.
    int tries = 3;
    Duration family_patience{300};  ///< Then an answer for one kind of address will do.
    std::string servers;            ///< "127.0.0.1:5353,..."; empty: those of `resolv_conf`.
    std::string resolv_conf = "/etc/resolv.conf";
    std::uint16_t port = 53;           ///< Of the servers of `resolv_conf`.
    Duration resolv_conf_look{1'000};  ///< A changed file is noticed by the first query after this.
};

}  // namespace confab::core
