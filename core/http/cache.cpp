#include "core/http/cache.hpp"

#include <algorithm>

#include "core/net/http_wire.hpp"

namespace confab::core {
namespace {

std::size_t size_of(const HttpResponse& response, const CacheQuery& query) {
    std::size_t bytes = response.body.size() + query.url.size() + 512;
    for (const auto& [name, value] : response.headers.fields()) bytes += name.size() + value.size() + 64;
    return bytes;
}

bool matches(const VaryFields& vary, const HttpHeaders& request) {
    return std::all_of(vary.begin(), vary.end(),
                       [&](const auto& field) { return request.get(field.first) == field.second; });
}

}  // namespace

ResponseCache::Entries::iterator ResponseCache::locate(const CacheQuery& query) {
    const auto [first, last] = by_url_.equal_range(query.url);
    const auto found = std::find_if(first, last, [&](const auto& item) {
        return item.second->credentials == query.credentials && matches(item.second->vary, query.headers);
    });
    return found == last ? entries_.end() : found->second;
}

void ResponseCache::erase(Entries::iterator entry) {
    const auto [first, last] = by_url_.equal_range(entry->url);
    by_url_.erase(std::find_if(first, last, [&](const auto& item) { return item.second == entry; }));
    bytes_ -= entry->bytes;
    entries_.erase(entry);
}

CacheHit ResponseCache::find(const CacheQuery& query, TimePoint now) {
    CacheHit hit;
    const auto entry = locate(query);
    if (entry == entries_.end()) return hit;
    entries_.splice(entries_.begin(), entries_, entry);
    hit.response = entry->response;
    hit.fresh = now < entry->expires;
    hit.while_revalidating = now < entry->revalidate_until;
    hit.if_error = now < entry->error_until;
    if (!hit.fresh && !hit.while_revalidating && !hit.if_error && !has_validator(entry->response->headers)) {
        erase(entry);
        return CacheHit();
    }
    return hit;
}

bool ResponseCache::store(const CacheQuery& query, HttpResponse response, const Freshness& freshness,
                          TimePoint now) {
    if (const auto old = locate(query); old != entries_.end()) erase(old);
    auto vary = vary_fields(query.headers, response.headers);
    const std::size_t bytes = size_of(response, query);
    if (!vary || bytes > config_.max_entry_bytes || bytes > config_.max_bytes || config_.max_entries == 0)
        return false;
    while (entries_.size() >= config_.max_entries || bytes_ + bytes > config_.max_bytes) {
        erase(std::prev(entries_.end()));
        ++evicted_;
    }
    Entry& entry = entries_.emplace_front();
    entry.url = query.url;
    entry.credentials = query.credentials;
    entry.vary = std::move(*vary);
    entry.response = std::make_shared<const HttpResponse>(std::move(response));
    entry.expires = now + freshness.fresh;
    entry.revalidate_until = entry.expires + freshness.while_revalidating;
    entry.error_until = entry.expires + freshness.if_error;
    entry.bytes = bytes;
    bytes_ += bytes;
    by_url_.emplace(query.url, entries_.begin());
    return true;
}

CacheHit ResponseCache::refresh(const CacheQuery& query, const HttpResponse& not_modified,
                                const CacheDefaults& defaults, WallTime wall_now, TimePoint now) {
    const auto entry = locate(query);
    if (entry == entries_.end()) return CacheHit();
    HttpResponse updated = *entry->response;
    for (const auto& [name, value] : not_modified.headers.fields())
        if (!same_name(name, "Content-Length") && !same_name(name, "Content-Encoding"))
            updated.headers.set(name, value);
    const auto usable = freshness(updated, wall_now, defaults);
    CacheHit hit;
    hit.fresh = true;
    hit.response = std::make_shared<const HttpResponse>(updated);
    if (usable)
        store(query, std::move(updated), *usable, now);
    else
        erase(entry);
    return hit;
}

void ResponseCache::invalidate(const std::string& url) {
    for (auto found = by_url_.find(url); found != by_url_.end(); found = by_url_.find(url))
        erase(found->second);
}

}  // namespace confab::core
