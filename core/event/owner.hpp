#pragma once
/// Who registered something: the core itself, or one generation of a plugin.

#include <string>
#include <string_view>

#include "core/runtime/task_scope.hpp"

namespace confab::core {

/// What handlers run under. Lives until nothing of it is registered and no task of it runs.
class Owner {
public:
    virtual ~Owner() = default;
    virtual std::string_view id() const noexcept = 0;
    virtual TaskScope& tasks() noexcept = 0;
    virtual Logger& log() noexcept = 0;
    /// A handler threw. Counts towards disabling the plugin.
    virtual void fault(const std::string& where, const std::string& what) = 0;
};

}  // namespace confab::core
