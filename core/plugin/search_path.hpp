#pragma once
/// Where plugins are looked for.

#include <filesystem>
#include <string>
#include <vector>

#include "core/plugin/library.hpp"

namespace confab::core {

class SearchPath {
public:
    explicit SearchPath(std::vector<std::filesystem::path> folders) : folders_(std::move(folders)) {}
    /// CONFAB_PLUGIN_PATH (colon-separated), then ../lib/confab/plugins beside the running program.
    static SearchPath standard();

    void prepend(std::filesystem::path folder) { folders_.insert(folders_.begin(), std::move(folder)); }
    /// The first confab_<id>.so there is. Errc::not_found names the folders.
    Result<std::filesystem::path> find(const std::string& id) const;
    /// Loads confab_<id>.so from the first folder that has it. Errc::not_found names the folders;
    /// Errc::unsupported is the refusal of a gate.
    Result<Library> load(const std::string& id) const;
    /// Ids of all plugin files there, sorted.
    std::vector<std::string> available() const;

private:
    std::vector<std::filesystem::path> folders_;
};

}  // namespace confab::core
