#pragma once
/// The stand-in's rate limits, enforced as the real ones: buckets with headers, 50 calls a second in all.

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>

#include "confab/service/http_server.hpp"
#include "confab/task.hpp"

namespace confab::discord_sandbox {

/// Limit of one kind of call: so many in a window, counted for each channel.
struct LimitRule {
    std::string_view name;  ///< Of the bucket; calls that share one share it in full.
    unsigned limit;
    Duration window;
};

class Limits {
public:
    struct Verdict {
        bool allowed = true;
        bool global = false;
        unsigned remaining = 0;
        Duration reset_after{0};
    };

    /// Counts one call.
    Verdict count(const LimitRule& rule, std::string_view major, TimePoint now);

private:
    struct Window {
        unsigned used = 0;
        TimePoint ends{};
    };
    std::map<std::string, Window> windows_;
    std::deque<TimePoint> last_second_;
};

/// X-RateLimit-* of a call that was counted.
void add_limit_headers(HttpHeaders& headers, const LimitRule& rule, const Limits::Verdict& verdict,
                       WallTime now);

/// A 429 as the API writes it.
HttpServerResponse limited(std::string_view scope, double retry_after, bool global);

}  // namespace confab::discord_sandbox
