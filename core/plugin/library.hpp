#pragma once
/// One loaded shared library and its descriptor.

#include <filesystem>
#include <memory>

#include "confab/plugin.hpp"
#include "confab/result.hpp"

namespace confab::core {

class Library {
public:
    /// Maps a private copy of the file, so that whoever replaces the file does not change code that runs, and
    /// so that each load has statics of its own. Passes the three gates: the fingerprint, read from the file
    /// before any of its code runs; the descriptor's fields; and the symbols themselves (all are bound at
    /// once, in a namespace that names the API version). The error says what was found, what was expected,
    /// and the cure.
    static Result<Library> load(const std::filesystem::path& file);
    Library(Library&&) noexcept;
    Library& operator=(Library&&) noexcept;
    ~Library();  ///< Unmaps the library, unless it was parked.

    const PluginDescriptor& descriptor() const noexcept { return *descriptor_; }
    /// Where it was found.
    const std::filesystem::path& file() const noexcept { return file_; }
    /// The copy that is mapped; gone with the library.
    const std::filesystem::path& copy() const noexcept;
    /// Unmaps the library and looks whether that worked; else says why it is still there. Nothing may be used
    /// of it from here on.
    std::string unmap();
    /// Keeps the library mapped until the process ends: always safe, about 100 KiB.
    void park();
    bool is_parked() const noexcept { return parked_; }

private:
    struct Handle;
    Library(std::filesystem::path file, std::unique_ptr<Handle> handle, const PluginDescriptor* descriptor);
    std::filesystem::path file_;
    std::unique_ptr<Handle> handle_;
    const PluginDescriptor* descriptor_;
    bool parked_ = false;
};

/// The fingerprint of this host, as a plugin must have it.
std::string_view host_fingerprint();

}  // namespace confab::core
