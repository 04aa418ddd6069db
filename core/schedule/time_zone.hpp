#pragma once
/// Time zones by their IANA names, on ICU.

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "confab/task.hpp"

namespace confab::core {

/// Cheap to copy. I/O thread only.
class TimeZone {
public:
    /// "Europe/Berlin"; empty is UTC. Nothing for a name that is none.
    static std::optional<TimeZone> find(const std::string& name);
    /// What must be added to UTC to get what clocks there show.
    std::chrono::seconds offset_at(WallTime when) const;

private:
    struct Zone;
    explicit TimeZone(std::shared_ptr<const Zone> zone) : zone_(std::move(zone)) {}
    std::shared_ptr<const Zone> zone_;  // shared by copies; never changes
};

}  // namespace confab::core
