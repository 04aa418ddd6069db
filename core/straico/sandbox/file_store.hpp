#pragma once
/// Files the stand-in keeps and serves: uploads, and what it "makes". Bounded: the oldest go.

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace confab::straico_sandbox {

class StoredFile {
public:
    std::string path;  ///< "/files/7_cat.png"
    std::string content;
    std::string content_type;
};

class FileStore {
public:
    static constexpr std::size_t kMaxFiles = 50;
    static constexpr std::size_t kMaxBytes = 64 * 1024 * 1024;

    /// Returns the path under which it is served.
    std::string add(std::string_view name, std::string content, std::string content_type);
    /// A picture of one pixel, a film and a sound that are none: enough to follow a link.
    std::string add_picture();
    std::string add_film();
    std::string add_sound();
    const StoredFile* find(std::string_view path) const;

private:
    std::deque<StoredFile> files_;
    std::size_t bytes_ = 0;
    std::uint64_t made_ = 0;
};

/// What a sound of this text looks like.
std::string sound_bytes();

/// The ending of a name in lower case, without the dot.
std::string ending_of(std::string_view name);

}  // namespace confab::straico_sandbox
