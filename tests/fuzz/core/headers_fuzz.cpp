// What header fields say about time and caching. Input: which status, "Name: value" lines, an empty one, a
// body.

#include "core/http/cache_policy.hpp"
#include "core/http/retry_after.hpp"
#include "core/net/http_date.hpp"
#include "tests/fuzz/core/fuzz.hpp"

namespace {

using namespace confab;
using namespace confab::fuzz;
using namespace confab::core;

constexpr Duration kYear = std::chrono::hours(24 * 365);
constexpr Duration kWeek = std::chrono::hours(24 * 7);
const WallTime kNow{std::chrono::seconds(1'700'000'000)};

bool within(const std::optional<Duration>& span, Duration most) {
    return !span || (*span >= Duration(0) && *span <= most);
}

void check_dates(const HttpHeaders& headers) {
    for (const auto& [name, value] : headers.fields()) {
        const std::optional<WallTime> date = parse_http_date(value);
        if (date) require(parse_http_date(format_http_date(*date)) == date);
    }
}

void check_caching(const HttpResponse& response) {
    const CacheControl control = CacheControl::parse(response.headers);
    require(within(control.max_age, kYear) && within(control.stale_while_revalidate, kYear) &&
            within(control.stale_if_error, kYear));
    const CacheDefaults defaults(std::chrono::minutes(5), std::chrono::hours(1));
    const std::optional<Freshness> fresh = freshness(response, kNow, defaults);
    if (fresh) {
        require(!control.no_store);
        require(within(fresh->fresh, kYear) && within(fresh->while_revalidating, kYear) &&
                within(fresh->if_error, kYear));
        if (control.no_cache) require(fresh->fresh == Duration(0));
    }
    HttpHeaders request;
    request.add("Accept", "*/*");
    make_conditional(request, response.headers);
    require(request.fields().size() <= 3);
    vary_fields(request, response.headers);
    credential_digest(response.headers);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::array<int, 8> kStatuses = {200, 304, 429, 503, 404, 301, 204, 500};
    Input input(data, size);
    HttpResponse response;
    response.status = kStatuses[input.byte() & 7];
    std::string_view rest = input.rest();
    response.headers = take_headers(rest);
    response.body = rest;
    check_dates(response.headers);
    check_caching(response);
    // A date may lie far ahead; the clock's own range is the bound.
    require(within(retry_after(response, kNow), 300 * kYear));
    require(within(keep_alive_hint(response.headers), kWeek));
    return 0;
}
