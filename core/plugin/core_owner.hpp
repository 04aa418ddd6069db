#pragma once
/// What the core itself registers belongs to it, as what a plugin registers belongs to the plugin.

#include <memory>

#include "core/event/owner.hpp"
#include "core/runtime/runtime.hpp"

namespace confab::core {

class CoreOwner final : public Owner {
public:
    CoreOwner(Runtime& runtime, std::unique_ptr<Logger> log)
        : log_(std::move(log)), tasks_(runtime.executor(), *log_) {}
    std::string_view id() const noexcept override { return "core"; }
    TaskScope& tasks() noexcept override { return tasks_; }
    Logger& log() noexcept override { return *log_; }
    void fault(const std::string& where, const std::string& what) override {
        log_->error("fault in the core", {{"in", where}, {"reason", what}});
    }

private:
    std::unique_ptr<Logger> log_;
    TaskScope tasks_;
};

}  // namespace confab::core
