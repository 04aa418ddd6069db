#include "core/app/plugin_project.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "core/app/prefix.hpp"

namespace confab::core {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "confab_";

fs::path package_folder() {
    return program_prefix() / "lib" / "cmake" / "Confab";
}

// Ninja rebuilds one file in less time than make needs to look around.
bool has_ninja() {
    const char* const path = std::getenv("PATH");
    std::string folder;
    for (const char* at = path ? path : "";; ++at) {
        if (*at && *at != ':') {
            folder += *at;
            continue;
        }
        if (!folder.empty() && ::access((folder + "/ninja").c_str(), X_OK) == 0) return true;
        folder.clear();
        if (!*at) return false;
    }
}

}  // namespace

std::string plugin_id_of(const fs::path& library) {
    return library.stem().string().substr(kPrefix.size());
}

Result<PluginProject> PluginProject::open(fs::path folder, const std::string& build_folder) {
    std::error_code error;
    folder = fs::absolute(folder.empty() ? fs::path(".") : folder, error).lexically_normal();
    if (!fs::exists(folder / "CMakeLists.txt", error))
        return Error(Errc::not_found, "there is no CMakeLists.txt in " + folder.string() +
                                          "; `confab new plugin NAME` writes a plugin's folder");
    if (!fs::exists(package_folder() / "ConfabConfig.cmake", error))
        return Error(Errc::not_found, "the SDK is not installed beside this program: there is no " +
                                          (package_folder() / "ConfabConfig.cmake").string());
    fs::path build = build_folder.empty() ? folder / "build" : fs::absolute(build_folder, error);
    return PluginProject(std::move(folder), std::move(build));
}

// With this program's SDK, not with one that was found earlier.
bool PluginProject::is_configured() const {
    std::ifstream cache(build_ / "CMakeCache.txt");
    for (std::string line; std::getline(cache, line);)
        if (line.starts_with("Confab_DIR:")) return line.ends_with("=" + package_folder().string());
    return false;
}

Result<void> PluginProject::build() const {
    std::error_code error;
    if (!is_configured()) {
        std::vector<std::string> command = {"cmake",
                                            "-S",
                                            folder_.string(),
                                            "-B",
                                            build_.string(),
                                            "-DCMAKE_PREFIX_PATH=" + program_prefix().string(),
                                            "-DConfab_DIR=" + package_folder().string()};
        if (!std::getenv("CMAKE_GENERATOR") && !fs::exists(build_ / "CMakeCache.txt", error) && has_ninja()) {
            command.emplace_back("-G");
            command.emplace_back("Ninja");
        }
        const ChildResult configured = run_child(command);
        if (!configured.ok()) return Error(Errc::invalid_argument, configured.output);
    }
    const ChildResult built = run_child({"cmake", "--build", build_.string()});
    if (!built.ok()) return Error(Errc::invalid_argument, built.output);
    return Result<void>();
}

ChildResult PluginProject::test() const {
    return run_child({"ctest", "--test-dir", build_.string(), "--output-on-failure"});
}

std::vector<fs::path> PluginProject::libraries() const {
    std::vector<fs::path> found;
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(build_, error)) {
        const fs::path& file = entry.path();
        if (file.extension() == ".so" && file.filename().string().starts_with(kPrefix)) found.push_back(file);
    }
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace confab::core
