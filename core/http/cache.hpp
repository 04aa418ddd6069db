#pragma once
/// Stored answers to GET requests. Pure: time is an argument.

#include <list>
#include <map>
#include <memory>
#include <string>

#include "core/http/cache_policy.hpp"
#include "core/http/config.hpp"

namespace confab::core {

/// What one stored answer may be given to: the same URL, the same credentials and (by Vary) the same fields.
class CacheQuery {
public:
    /// `realm` keeps apart what must not be shared for other reasons.
    CacheQuery(std::string url_in, const HttpHeaders& headers_in, std::string_view realm = {})
        : url(std::move(url_in)),
          credentials(std::string(realm) + credential_digest(headers_in)),
          headers(headers_in) {}
    std::string url;
    std::string credentials;
    const HttpHeaders& headers;  ///< The request's; must outlive the query.
    /// Names the request apart from Vary, which only the answer reveals.
    std::string key() const { return url + "\n" + credentials; }
};

class CacheHit {
public:
    std::shared_ptr<const HttpResponse> response;  ///< Shared with the cache; null: nothing stored.
    bool fresh = false;                            ///< Otherwise it must be validated first,
    bool while_revalidating = false;               ///< or may be used while that is done,
    bool if_error = false;                         ///< or when it cannot be done.
};

/// Bounded by entries, bytes and bytes of one entry; the least recently used go first.
class ResponseCache {
public:
    explicit ResponseCache(const HttpCacheConfig& config) : config_(config) {}

    CacheHit find(const CacheQuery& query, TimePoint now);
    /// Replaces what `query` would find. An answer that varies on "*" or is too large is not stored: false.
    bool store(const CacheQuery& query, HttpResponse response, const Freshness& freshness, TimePoint now);
    /// After a 304: the stored answer with the new fields (RFC 9111 section 3.2), fresh again.
    CacheHit refresh(const CacheQuery& query, const HttpResponse& not_modified, const CacheDefaults& defaults,
                     WallTime wall_now, TimePoint now);
    /// Forgets every answer of that URL, whoever asked.
    void invalidate(const std::string& url);

    std::size_t size() const noexcept { return entries_.size(); }
    std::size_t bytes() const noexcept { return bytes_; }
    std::uint64_t evicted() const noexcept { return evicted_; }  ///< To make room, since the beginning.

private:
    struct Entry {
        std::string url;
        std::string credentials;
        VaryFields vary;
        std::shared_ptr<const HttpResponse> response;
        TimePoint expires;
        TimePoint revalidate_until;
        TimePoint error_until;
        std::size_t bytes = 0;
    };
    using Entries = std::list<Entry>;  // the most recently used first

    Entries::iterator locate(const CacheQuery& query);
    void erase(Entries::iterator entry);

    HttpCacheConfig config_;
    Entries entries_;
    std::multimap<std::string, Entries::iterator> by_url_;
    std::size_t bytes_ = 0;
    std::uint64_t evicted_ = 0;
};

}  // namespace confab::core
