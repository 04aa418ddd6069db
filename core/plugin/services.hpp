#pragma once
/// Which service is offered by whom.

#include <functional>
#include <map>
#include <memory>
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
    /// Every plugin that asks gets an instance of its own, made by `make(Owner&)`, which returns a shared_ptr
    /// or unique_ptr to S. It goes when the plugin has been drained. `shared` is what `find` returns.
    template <class S, class Make>
    void provide_each(Make make, S* shared = nullptr) {
        offer(nullptr, S::kServiceId, shared);
        factories_[S::kServiceId] = [make](Owner& plugin) {
            std::shared_ptr<S> own = make(plugin);
            void* const pointer = static_cast<S*>(own.get());
            return std::shared_ptr<void>(std::move(own), pointer);
        };
    }
    /// Puts `service` in the place of whatever is offered under the id: for tests.
    void replace(const char* id, void* service);
    /// An instance for this plugin alone; null: there is only the shared one.
    std::shared_ptr<void> make_own(std::string_view id, Owner& plugin) const;
    /// Throws std::logic_error when the id is taken, and by whom.
    void offer(const Owner* owner, const char* id, void* service);
    void remove(const Owner& owner);
    bool has(std::string_view id) const noexcept { return services_.contains(id); }
    /// The shared one, or null.
    void* find(std::string_view id) const noexcept;
    std::vector<std::string> offered_by(const Owner& owner) const;

private:
    struct Entry {
        const Owner* owner;
        void* service;
    };
    std::map<std::string, Entry, std::less<>> services_;
    std::map<std::string, std::function<std::shared_ptr<void>(Owner& plugin)>, std::less<>> factories_;
};

}  // namespace confab::core
