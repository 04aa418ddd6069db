#pragma once

#include <set>

namespace confab::core {

/// Ids of the threads of this process, from /proc/self/task; empty where there is none.
std::set<int> running_threads();

}  // namespace confab::core
