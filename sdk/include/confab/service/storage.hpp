#pragma once
/// Service: a durable key-value store. Every plugin and every account sees its own namespace only.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "confab/abi.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

class CONFAB_API Storage {
public:
    static constexpr const char* kServiceId = "confab.storage/1";
    virtual ~Storage();
    virtual Task<Result<std::optional<std::string>>> get(std::string key) = 0;
    /// Durable when it returns: survives kill -9 and power loss. With a `time_to_live` the key is gone after
    /// it; zero keeps it for ever.
    virtual Task<Result<void>> put(std::string key, std::string value,
                                   Duration time_to_live = Duration(0)) = 0;
    virtual Task<Result<void>> erase(std::string key) = 0;
    /// Keys that start with `prefix`, in order, with their values; at most `limit`.
    virtual Task<Result<std::vector<std::pair<std::string, std::string>>>> scan(std::string prefix,
                                                                                std::size_t limit) = 0;
};

}  // namespace confab::inline v1
