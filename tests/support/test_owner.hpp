#pragma once

#include <string>
#include <vector>

#include "core/event/owner.hpp"
#include "tests/support/test_runtime.hpp"

namespace confab::test {

/// Stands for a plugin where only the owner of handlers is needed; records the faults.
class TestOwner final : public core::Owner {
public:
    TestOwner(TestRuntime& runtime, std::string id)
        : id_(std::move(id)), log_(runtime.log()), tasks_(runtime.executor(), runtime.log()) {}
    std::string_view id() const noexcept override { return id_; }
    core::TaskScope& tasks() noexcept override { return tasks_; }
    Logger& log() noexcept override { return log_; }
    void fault(const std::string& where, const std::string& what) override {
        faults.push_back(where + ": " + what);
    }
    std::vector<std::string> faults;

private:
    std::string id_;
    Logger& log_;
    core::TaskScope tasks_;
};

}  // namespace confab::test
