#include "confab/service/scheduler.hpp"

namespace confab::inline v1 {

Task<Result<std::int64_t>> Scheduler::after(Duration delay, std::string name, std::string payload) {
    return at(now() + delay, std::move(name), std::move(payload));
}

}  // namespace confab::inline v1
