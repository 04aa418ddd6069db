#include "core/runtime/watchdog.hpp"

namespace confab::core {
namespace {

constexpr Duration kPeriod{500};

struct Suspect {
    std::string plugin;
    std::string what;
};

Suspect& suspect() {
    static Suspect instance;
    return instance;
}

}  // namespace

void LastStarted::set(std::string_view plugin, std::string_view what) {
    suspect().plugin = plugin;
    suspect().what = what;
}

std::string LastStarted::describe() {
    return suspect().plugin.empty() ? std::string() : "plugin " + suspect().plugin + ", " + suspect().what;
}

Task<void> watch_loop(Clock& clock, Logger& log, Metrics& metrics) {
    Counter& stalls = metrics.counter("confab_loop_stalls_total");
    for (;;) {
        const TimePoint due = clock.now() + kPeriod;
        co_await clock.sleep(kPeriod);
        const auto late = std::chrono::duration_cast<Duration>(clock.now() - due);
        if (late < kStall) continue;
        stalls.add();
        log.warn("the event loop was blocked; move such work to on_worker",
                 {{"for", late}, {"last_started", LastStarted::describe()}});
    }
}

}  // namespace confab::core
