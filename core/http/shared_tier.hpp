#pragma once
/// The second cache tier as the HTTP cache sees it: stored answers in, stored answers out, and a tier that is
/// away looks like one that is empty.

#include <optional>
#include <string>

#include "confab/service/clock.hpp"
#include "confab/service/logger.hpp"
#include "core/http/cache.hpp"
#include "core/http/shared_cache.hpp"
#include "core/http/stored_answer.hpp"

namespace confab::core {

class SharedTier {
public:
    /// `cache` may be null: then there is none.
    SharedTier(SharedCache* cache, Clock& clock, Logger& log) : cache_(cache), clock_(clock), log_(log) {}

    bool is_up() const noexcept { return cache_ && cache_->is_up(); }

    /// What may be used for `query` now. Nothing: not there, not for this request, too old, or unreadable.
    Task<std::optional<StoredAnswer>> find(const CacheQuery& query);
    /// True: ask the origin, and then `store` or `give_up`. False: somebody else does; `wait` for it.
    Task<bool> may_ask(std::string key);
    Task<void> wait(std::string key, Duration limit);
    /// Stores what others may use and ends our turn.
    Task<void> store(const CacheQuery& query, const HttpResponse& response, const Freshness& freshness);
    Task<void> give_up(std::string key);
    Task<void> remove(std::string key);

private:
    SharedCache* cache_;
    Clock& clock_;
    Logger& log_;
};

}  // namespace confab::core
