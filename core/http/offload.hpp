#pragma once

#include <functional>

#include "confab/task.hpp"

namespace confab::core {

/// Runs what blocks or computes away from the I/O thread and resumes on it. Empty: it is run in place.
using Offload = std::function<Task<void>(std::function<void()>)>;

}  // namespace confab::core
