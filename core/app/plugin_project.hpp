#pragma once
/// The source folder of a plugin's author: configured, built and tested with CMake and CTest.

#include <filesystem>
#include <string>
#include <vector>

#include "confab/result.hpp"
#include "core/app/child_process.hpp"

namespace confab::core {

/// All calls block: for workers.
class PluginProject {
public:
    /// Errors: not_found, when there is no CMakeLists.txt; it says how to get one.
    static Result<PluginProject> open(std::filesystem::path folder, const std::string& build_folder);

    /// Configures with the SDK of the running program, if that was not done yet, and builds. The error's
    /// context is what the tools printed.
    Result<void> build() const;
    /// Runs the tests; the output in any case.
    ChildResult test() const;
    /// The plugins that were built: confab_<id>.so, in order of their names.
    std::vector<std::filesystem::path> libraries() const;

    const std::filesystem::path& folder() const noexcept { return folder_; }
    const std::filesystem::path& build_folder() const noexcept { return build_; }

private:
    PluginProject(std::filesystem::path folder, std::filesystem::path build)
        : folder_(std::move(folder)), build_(std::move(build)) {}
    bool is_configured() const;
    std::filesystem::path folder_;
    std::filesystem::path build_;
};

/// "greet" of confab_greet.so.
std::string plugin_id_of(const std::filesystem::path& library);

}  // namespace confab::core
