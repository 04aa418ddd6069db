#include "core/plugin/library_copies.hpp"

#include <signal.h>
#include <unistd.h>

#include <charconv>

namespace confab::core {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "confab-plugins-";

bool is_of_dead_process(const std::string& name) {
    if (!name.starts_with(kPrefix)) return false;
    pid_t pid = 0;
    const char* const first = name.data() + kPrefix.size();
    const auto [end, error] = std::from_chars(first, name.data() + name.size(), pid);
    return error == std::errc() && *end == '-' && pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH;
}

class Folder {
public:
    Folder() {
        std::error_code error;
        const fs::path all = fs::temp_directory_path(error);
        if (error) return;
        for (const auto& entry : fs::directory_iterator(all, error)) {
            std::error_code ignored;
            if (is_of_dead_process(entry.path().filename().string())) fs::remove_all(entry.path(), ignored);
        }
        std::string name = (all / (std::string(kPrefix) + std::to_string(::getpid()) + "-XXXXXX")).string();
        if (::mkdtemp(name.data())) path_ = name;
    }
    ~Folder() {
        std::error_code ignored;
        if (!path_.empty()) fs::remove_all(path_, ignored);
    }
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

}  // namespace

Result<fs::path> copy_of(const fs::path& library) {
    static const Folder folder;
    static unsigned count = 0;
    if (folder.path().empty())
        return Error(Errc::unavailable,
                     "no folder for private copies of plugins: set TMPDIR to one that can be "
                     "written to");
    fs::path copy = folder.path() / (std::to_string(++count) + "-" + library.filename().string());
    std::error_code error;
    fs::copy_file(library, copy, error);
    if (error)
        return Error(Errc::unavailable, library.string() + ": cannot be copied to " + copy.string() + " (" +
                                            error.message() + "); set TMPDIR to a folder with room");
    return copy;
}

}  // namespace confab::core
