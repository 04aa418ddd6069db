#pragma once
/// The settings that apply to one host: the general ones with what its own entry changes.

#include <map>
#include <string>

#include "core/http/config.hpp"

namespace confab::core {

class HostSettings {
public:
    Duration timeout{0};
    Duration connect_timeout{0};
    std::size_t max_per_host = 0;
    HttpRetryConfig retry;
    bool breaker = true;
    std::optional<bool> cache;  ///< The host's rule; unset: each request says.
    Duration cache_ttl{0};
    std::string ca_file;
    std::vector<std::string> pins;
    std::optional<std::string> proxy;
};

class HostRules {
public:
    explicit HostRules(const HttpConfig& config);
    const HostSettings& find(const std::string& host) const {
        const auto own = hosts_.find(host);
        return own == hosts_.end() ? general_ : own->second;
    }

private:
    HostSettings general_;
    std::map<std::string, HostSettings> hosts_;
};

}  // namespace confab::core
