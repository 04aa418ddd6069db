#include "core/app/source_watch.hpp"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <cstring>
#include <map>
#include <stdexcept>

namespace confab::core {
namespace asio = boost::asio;
namespace fs = std::filesystem;
namespace {

// Folders are watched, not files: an editor that writes a new file and renames it over the old one would
// leave a watch on the old one behind.
constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE;

bool is_source(std::string_view name) {
    static constexpr const char* kEndings[] = {".cpp", ".cc",  ".cxx", ".hpp",  ".h",
                                               ".hh",  ".ipp", ".inc", ".cmake"};
    if (name.starts_with('.')) return false;
    if (name == "CMakeLists.txt") return true;
    for (const char* ending : kEndings)
        if (name.ends_with(ending)) return true;
    return false;
}

}  // namespace

struct SourceWatch::State {
    State(asio::any_io_executor executor, fs::path ignored_in)
        : input(std::move(executor)), ignored(std::move(ignored_in)) {
        const int queue = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
        if (queue < 0)
            throw std::runtime_error(std::string("the sources cannot be watched: ") + std::strerror(errno));
        input.assign(queue);
    }

    void add(const fs::path& folder) {
        if (folder == ignored || folder.filename().string().starts_with('.')) return;
        const int watch = ::inotify_add_watch(input.native_handle(), folder.c_str(), kEvents);
        if (watch < 0)
            throw std::runtime_error("the folder " + folder.string() +
                                     " cannot be watched: " + std::strerror(errno));
        folders[watch] = folder;
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(folder, error))
            if (entry.is_directory(error) && !entry.is_symlink(error)) add(entry.path());
    }

    // Whether one of the events is about a source; new folders are watched too.
    bool take(const char* data, std::size_t size) {
        bool found = false;
        while (size >= sizeof(inotify_event)) {
            inotify_event event;
            std::memcpy(&event, data, sizeof event);
            const std::size_t length = sizeof event + event.len;
            if (length > size) break;
            const std::string name = event.len > 0 ? std::string(data + sizeof event) : std::string();
            const auto folder = folders.find(event.wd);
            if ((event.mask & IN_ISDIR) != 0 && folder != folders.end())
                add(folder->second / name);
            else if ((event.mask & IN_CREATE) == 0 && is_source(name))
                found = true;  // a file that was only created is not written yet
            data += length;
            size -= length;
        }
        return found;
    }

    asio::posix::stream_descriptor input;
    fs::path ignored;
    std::map<int, fs::path> folders;
};

SourceWatch::SourceWatch(asio::any_io_executor executor, const fs::path& folder, fs::path ignored)
    : state_(std::make_unique<State>(std::move(executor), std::move(ignored))) {
    state_->add(folder);
}
SourceWatch::~SourceWatch() = default;

Task<void> SourceWatch::changed() {
    std::array<char, 16 * 1024> events{};
    for (;;) {
        const std::size_t size =
            co_await state_->input.async_read_some(asio::buffer(events), asio::use_awaitable);
        if (state_->take(events.data(), size)) co_return;
    }
}

void SourceWatch::forget() {
    std::array<char, 16 * 1024> events{};
    for (;;) {
        const ssize_t size = ::read(state_->input.native_handle(), events.data(), events.size());
        if (size <= 0) return;
        state_->take(events.data(), static_cast<std::size_t>(size));
    }
}

}  // namespace confab::core
