#pragma once
/// Service: what is running here; for administration.

#include <string>
#include <vector>

#include "confab/abi.hpp"
#include "confab/event.hpp"
#include "confab/ids.hpp"

namespace confab::inline v1 {

class NetworkInfo {
public:
    AccountId account;
    std::string platform;
    ConnectionState state = ConnectionState::connecting;
    std::string reason;
};

class PluginInfo {
public:
    std::string id;
    std::string version;
    std::string state;  ///< "running", "waiting for confab.straico/1", "failed: ...", "stuck: ..."
};

class CONFAB_API Directory {
public:
    static constexpr const char* kServiceId = "confab.directory/1";
    virtual ~Directory();
    virtual std::vector<NetworkInfo> networks() const = 0;
    virtual std::vector<PluginInfo> plugins() const = 0;
    virtual std::string version() const = 0;
};

}  // namespace confab::inline v1
