// Cron lines, which people may have typed in chat. Input: six bytes of a moment and a zone, then the line.

#include "core/schedule/cron.hpp"

#include <stdexcept>

#include "tests/fuzz/core/fuzz.hpp"

namespace {

using namespace confab;
using namespace confab::fuzz;
using core::CronLine;
namespace chrono = std::chrono;

// A zone whose clocks go forward and back every few months, by up to four hours.
chrono::seconds offset(WallTime when, unsigned shape) {
    const auto days = chrono::floor<chrono::days>(when).time_since_epoch().count();
    const bool is_summer = days / (90 + shape % 64) % 2 == 0;
    const auto standard = chrono::minutes(15 * static_cast<int>(shape % 48));
    return is_summer ? standard + chrono::minutes(30 * (shape % 9)) : standard;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    std::uint64_t minutes = 0;
    for (int i = 0; i < 4; ++i) minutes = minutes << 8 | input.byte();
    const unsigned shape = input.byte() | static_cast<unsigned>(input.byte()) << 8;
    const WallTime after{chrono::minutes(minutes % 140'000'000)};  // until 2236

    try {
        const CronLine line = CronLine::parse(input.rest());
        const core::LocalMinutes local{after.time_since_epoch().count() / 60'000'000'000 *
                                       chrono::minutes(1)};
        const auto first = line.first_at_or_after(local);
        require(first.has_value() && *first >= local);
        require(line.first_at_or_after(*first) == first);
        const auto offset_at = [shape](WallTime when) {
            return offset(when, shape);
        };
        const auto next = core::next_run(line, offset_at, after);
        if (next) require(*next > after);
        if (next && *next < after + chrono::hours(24 * 365)) {
            // What is asked a moment before gives the same: no run is passed over.
            const auto same = core::next_run(line, offset_at, *next - chrono::seconds(1));
            require(same == next);
        }
    } catch (const std::invalid_argument&) {
        return 0;
    }
    return 0;
}
