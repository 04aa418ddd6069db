#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace confab::core {

class ChildResult {
public:
    int code = 0;        ///< Its exit code; 128 + n after signal n; 127 when it could not be started.
    std::string output;  ///< Standard output and error together, in order.
    bool ok() const noexcept { return code == 0; }
};

/// Runs a program, found by PATH, and waits for it: blocks, so it is for workers. `on_output` is told of each
/// piece as it comes.
ChildResult run_child(const std::vector<std::string>& command,
                      const std::function<void(std::string_view)>& on_output = {});

}  // namespace confab::core
