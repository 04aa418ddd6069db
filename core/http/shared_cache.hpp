#pragma once
/// A second cache tier that several processes share. Values are opaque here: see `stored_answer.hpp`.

#include <optional>
#include <string>

#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::core {

/// I/O thread only. Every failure is an answer within a short time (timeout, unavailable): the caller then
/// goes on alone, and the tier comes back by itself.
class SharedCache {
public:
    virtual ~SharedCache() = default;

    /// The stored value, or nothing.
    virtual Task<Result<std::optional<std::string>>> get(std::string key) = 0;
    /// Stores for `ttl`, and ends a lease of that key together with it.
    virtual Task<Result<void>> put(std::string key, std::string value, Duration ttl) = 0;
    virtual Task<Result<void>> remove(std::string key) = 0;

    /// Who holds the lease of a key asks the origin, for all processes; true: it is ours, for at most `ttl`.
    virtual Task<Result<bool>> lease(std::string key, Duration ttl) = 0;
    /// Gives our lease back without a value.
    virtual Task<Result<void>> release(std::string key) = 0;
    /// Waits until another's lease ended, by a value or without one, at most `limit`.
    virtual Task<Result<void>> wait(std::string key, Duration limit) = 0;

    /// False while the tier is known to be away: then nothing is asked.
    virtual bool is_up() const noexcept = 0;
};

}  // namespace confab::core
