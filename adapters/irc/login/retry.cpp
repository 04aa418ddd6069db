#include "login/retry.hpp"

namespace confab::irc {
namespace {

constexpr Duration kThrottled = std::chrono::minutes(1);
constexpr Duration kFirstBan = std::chrono::minutes(15);
constexpr Duration kSecondBan = std::chrono::hours(1);

}  // namespace

std::optional<Duration> Retry::next(EndingKind kind, Duration took, Duration connected_for, double unit) {
    backoff_.ended(connected_for);
    switch (kind) {
        case EndingKind::rejected:
        case EndingKind::quit:
        case EndingKind::cancelled:
            return std::nullopt;
        case EndingKind::upgrade:
            return Duration(0);
        case EndingKind::banned:
            // Networks ban the address of bots that keep knocking.
            if (++bans_ > 2) return std::nullopt;
            return bans_ == 1 ? kFirstBan : kSecondBan;
        case EndingKind::throttled:
            return backoff_.next(unit, kThrottled);
        case EndingKind::lost:
            break;
    }
    if (connected_for > Duration(0)) bans_ = 0;
    return backoff_.next(unit, apart_ - took);
}

}  // namespace confab::irc
