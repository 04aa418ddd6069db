#include "core/http/shared_tier.hpp"

#include <algorithm>

namespace confab::core {
namespace {

// Long enough for an ordinary answer; who dies while asking holds the others up no longer than this.
constexpr Duration kLease{10'000};

bool is_for(const StoredAnswer& stored, const HttpHeaders& request) {
    return std::all_of(stored.vary.begin(), stored.vary.end(),
                       [&](const auto& field) { return request.get(field.first) == field.second; });
}

}  // namespace

Task<std::optional<StoredAnswer>> SharedTier::find(const CacheQuery& query) {
    std::optional<StoredAnswer> out;
    Result<std::optional<std::string>> bytes = co_await cache_->get(query.key());
    if (!bytes || !*bytes) co_return out;
    Result<StoredAnswer> stored = decode_stored_answer(**bytes);
    if (!stored) {
        log_.debug("an answer in the shared cache is unreadable", {{"reason", stored.error().message()}});
        co_return out;
    }
    // The clocks of two machines may differ: an answer from the future counts as new.
    const Duration age =
        std::max(Duration(0), std::chrono::duration_cast<Duration>(clock_.wall_now() - stored->stored_at));
    if (!is_for(*stored, query.headers) || age >= stored->fresh_for) co_return out;
    stored->fresh_for -= age;
    out.emplace(std::move(*stored));
    co_return out;
}

Task<bool> SharedTier::may_ask(std::string key) {
    const Result<bool> leased = co_await cache_->lease(std::move(key), kLease);
    co_return !leased || *leased;  // when the tier cannot say, nobody is held up
}

Task<void> SharedTier::wait(std::string key, Duration limit) {
    [[maybe_unused]] const Result<void> ended =
        co_await cache_->wait(std::move(key), std::min(limit, kLease));
}

Task<void> SharedTier::store(const CacheQuery& query, const HttpResponse& response,
                             const Freshness& freshness) {
    std::optional<VaryFields> vary = vary_fields(query.headers, response.headers);
    if (!vary || freshness.fresh <= Duration(0)) {
        co_await give_up(query.key());
        co_return;
    }
    StoredAnswer stored;
    stored.response = response;
    stored.stored_at = clock_.wall_now();
    stored.fresh_for = freshness.fresh;
    stored.stale_while_revalidate = freshness.while_revalidating;
    stored.stale_if_error = freshness.if_error;
    stored.vary = std::move(*vary);
    Result<std::string> bytes = encode(stored);
    if (!bytes) {  // too large, say: the others will have to ask for themselves
        co_await give_up(query.key());
        co_return;
    }
    [[maybe_unused]] const Result<void> put =
        co_await cache_->put(query.key(), std::move(*bytes), freshness.fresh);
}

Task<void> SharedTier::give_up(std::string key) {
    [[maybe_unused]] const Result<void> released = co_await cache_->release(std::move(key));
}

Task<void> SharedTier::remove(std::string key) {
    [[maybe_unused]] const Result<void> removed = co_await cache_->remove(std::move(key));
}

}  // namespace confab::core
