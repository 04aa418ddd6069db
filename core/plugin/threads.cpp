#include "core/plugin/threads.hpp"

#include <charconv>
#include <filesystem>
#include <string>

namespace confab::core {

std::set<int> running_threads() {
    std::set<int> ids;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task", error)) {
        const std::string name = entry.path().filename().string();
        int id = 0;
        std::from_chars(name.data(), name.data() + name.size(), id);
        ids.insert(id);
    }
    return ids;
}

}  // namespace confab::core
