#pragma once

#include "core/runtime/runtime.hpp"

namespace confab::core {

/// The first SIGINT or SIGTERM notifies `stop`; the second ends the process at once.
void notify_on_stop(Runtime& runtime, Signal& stop);

}  // namespace confab::core
