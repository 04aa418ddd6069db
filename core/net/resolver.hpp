#pragma once
/// Names to addresses: numeric and localhost at once, then the cache, then one query per name however many
/// ask.

#include <boost/asio/any_io_executor.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "confab/service/metrics.hpp"
#include "core/net/ares_driver.hpp"
#include "core/net/dns_cache.hpp"
#include "core/runtime/task_scope.hpp"

namespace confab::core {

class Resolver {
public:
    Resolver(boost::asio::any_io_executor executor, Metrics& metrics, Logger& log,
             const ResolverConfig& config);
    ~Resolver();

    /// At least one address, in the order to try. Errors: not_found, unavailable, timeout (after `limit`).
    Task<Result<Addresses>> resolve(std::string host, Duration limit);

private:
    struct Shared;
    static Task<void> look_up(std::shared_ptr<Shared> shared, std::string name);

    std::shared_ptr<Shared> shared_;  // shared with running lookups
    TaskScope tasks_;
};

}  // namespace confab::core
