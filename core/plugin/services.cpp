#include "core/plugin/services.hpp"

#include <stdexcept>

namespace confab::core {

void ServiceRegistry::offer(const Owner* owner, const char* id, void* service) {
    const auto [it, is_new] = services_.try_emplace(id, Entry{owner, service});
    if (is_new) return;
    const std::string by =
        it->second.owner ? "plugin `" + std::string(it->second.owner->id()) + "`" : "the core";
    throw std::logic_error("the service " + std::string(id) + " is already offered by " + by);
}

void ServiceRegistry::replace(const char* id, void* service) {
    services_.insert_or_assign(id, Entry{nullptr, service});
    factories_.erase(id);
}

void ServiceRegistry::remove(const Owner& owner) {
    std::erase_if(services_, [&](const auto& entry) { return entry.second.owner == &owner; });
}

void* ServiceRegistry::find(std::string_view id) const noexcept {
    const auto it = services_.find(id);
    return it == services_.end() ? nullptr : it->second.service;
}

std::shared_ptr<void> ServiceRegistry::make_own(std::string_view id, Owner& plugin) const {
    const auto found = factories_.find(id);
    return found == factories_.end() ? nullptr : found->second(plugin);
}

std::vector<std::string> ServiceRegistry::offered_by(const Owner& owner) const {
    std::vector<std::string> ids;
    for (const auto& [id, entry] : services_)
        if (entry.owner == &owner) ids.push_back(id);
    return ids;
}

}  // namespace confab::core
