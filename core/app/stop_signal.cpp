#include "core/app/stop_signal.hpp"

#include <cstdlib>

namespace confab::core {

void notify_on_stop(Runtime& runtime, Signal& stop) {
    runtime.on_signal([&stop, asked = false](int signal) mutable {
        if (asked) std::_Exit(128 + signal);
        asked = true;
        stop.notify();
    });
}

}  // namespace confab::core
