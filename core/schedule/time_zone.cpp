#include "core/schedule/time_zone.hpp"

#include <unicode/timezone.h>

#include <algorithm>

namespace confab::core {

struct TimeZone::Zone {
    std::unique_ptr<icu::TimeZone> zone;
};

std::optional<TimeZone> TimeZone::find(const std::string& name) {
    // ICU would take "GMT+2" and the like as well, whose sign is read differently by everybody.
    const icu::UnicodeString wanted = icu::UnicodeString::fromUTF8(name.empty() ? "Etc/UTC" : name);
    icu::UnicodeString canonical;
    UBool is_known = false;
    UErrorCode status = U_ZERO_ERROR;
    icu::TimeZone::getCanonicalID(wanted, canonical, is_known, status);
    if (U_FAILURE(status) || !is_known) return std::nullopt;
    auto zone = std::make_shared<Zone>();
    zone->zone.reset(icu::TimeZone::createTimeZone(wanted));
    if (!zone->zone || *zone->zone == icu::TimeZone::getUnknown()) return std::nullopt;
    return TimeZone(std::move(zone));
}

std::chrono::seconds TimeZone::offset_at(WallTime when) const {
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(when.time_since_epoch());
    std::int32_t standard = 0;
    std::int32_t saving = 0;
    UErrorCode status = U_ZERO_ERROR;
    zone_->zone->getOffset(static_cast<UDate>(milliseconds.count()), false, standard, saving, status);
    return std::chrono::seconds((standard + saving) / 1000);
}

}  // namespace confab::core
