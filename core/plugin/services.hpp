#pragma once
/// Which service is offered by whom.

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/event/owner.hpp"

namespace confab::core {

/// I/O thread only. The core's own services have no owner and never leave.
class ServiceRegistry {
public:
    template <class S>
    void provide(S& service) {
        offer(nullptr, S::kServiceId, static_cast<S*>(&service));
    }
    /// Throws std::logic_error when the id is taken, and by whom.
    void offer(const Owner* owner, const char* id, void* service);
    void remove(const Owner& owner);
    void* find(std::string_view id) const noexcept;
    std::vector<std::string> offered_by(const Owner& owner) const;

private:
    struct Entry {
        const Owner* owner;
        void* service;
    };
    std::map<std::string, Entry, std::less<>> services_;
};

}  // namespace confab::core
