#include "core/plugin/search_path.hpp"

#include <algorithm>
#include <cstdlib>
#include <sstream>

namespace confab::core {
namespace {

constexpr std::string_view kFilePrefix = "confab_";

}  // namespace

SearchPath SearchPath::standard() {
    std::vector<std::filesystem::path> folders;
    if (const char* variable = std::getenv("CONFAB_PLUGIN_PATH")) {
        std::istringstream in(variable);
        for (std::string folder; std::getline(in, folder, ':');)
            if (!folder.empty()) folders.emplace_back(folder);
    }
    std::error_code error;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
    if (!error) folders.push_back(program.parent_path().parent_path() / "lib" / "confab" / "plugins");
    return SearchPath(std::move(folders));
}

Result<std::filesystem::path> SearchPath::find(const std::string& id) const {
    std::string tried;
    for (const std::filesystem::path& folder : folders_) {
        std::filesystem::path file = folder / (std::string(kFilePrefix) + id + ".so");
        std::error_code ignored;
        if (std::filesystem::exists(file, ignored)) return file;
        tried += (tried.empty() ? "" : ", ") + folder.string();
    }
    return Error(Errc::not_found,
                 "there is no plugin `" + id + "` (no confab_" + id + ".so in " + tried + ")");
}

Result<Library> SearchPath::load(const std::string& id) const {
    const Result<std::filesystem::path> file = find(id);
    if (!file) return file.error();
    return Library::load(*file);
}

std::vector<std::string> SearchPath::available() const {
    std::vector<std::string> ids;
    for (const std::filesystem::path& folder : folders_) {
        std::error_code error;
        for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
            const std::string stem = entry.path().stem().string();
            if (entry.path().extension() == ".so" && stem.starts_with(kFilePrefix))
                ids.push_back(stem.substr(kFilePrefix.size()));
        }
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

}  // namespace confab::core
