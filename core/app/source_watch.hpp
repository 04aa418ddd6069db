#pragma once
/// Notices when an author saves a file.

#include <boost/asio/any_io_executor.hpp>
#include <filesystem>
#include <memory>

#include "confab/task.hpp"

namespace confab::core {

/// Watches a folder and those below it by inotify; not `ignored`, and nothing whose name begins with a dot.
class SourceWatch {
public:
    /// Throws std::runtime_error when the system refuses to watch.
    SourceWatch(boost::asio::any_io_executor executor, const std::filesystem::path& folder,
                std::filesystem::path ignored);
    ~SourceWatch();
    /// Returns when a source or a CMake file was written, or moved over another as editors do.
    Task<void> changed();
    /// Forgets what has changed until now.
    void forget();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace confab::core
