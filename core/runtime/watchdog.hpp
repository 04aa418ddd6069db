#pragma once
/// Notices when something keeps the event loop from turning, and says what was started last.

#include <string>
#include <string_view>

#include "confab/service/clock.hpp"
#include "confab/service/logger.hpp"
#include "confab/service/metrics.hpp"

namespace confab::core {

/// What the loop ran last: the suspect when it stalls. I/O thread only.
class LastStarted {
public:
    static void set(std::string_view plugin, std::string_view what);
    static std::string describe();  ///< "plugin chat, command ask"; empty before the first.
};

/// Measures how late a timer is, twice a second, until cancelled. Later than `kStall`: a warning and a count.
Task<void> watch_loop(Clock& clock, Logger& log, Metrics& metrics);

inline constexpr Duration kStall{250};

}  // namespace confab::core
