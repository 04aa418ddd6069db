#pragma once
/// Cuts a byte stream into lines. Bounded: a line longer than `kMaxLine` is dropped, the connection is not.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace confab::irc {

/// Lines inside one chunk are handed out as views into it; only a line split over chunks is copied.
class LineBuffer {
public:
    /// Tags (8191 bytes) and body (512) of a lawful line, with room to be lenient.
    static constexpr std::size_t kMaxLine = 16 * 1024;

    /// `chunk` must stay valid until `next` has returned nothing.
    void push(std::string_view chunk) { chunk_ = chunk; }
    /// The next complete line, without its line feed; valid until the next call.
    std::optional<std::string_view> next();
    /// Lines dropped because they were too long.
    std::size_t dropped() const { return dropped_; }

private:
    void keep_rest();

    std::string_view chunk_;
    std::string partial_;  // the beginning of a line whose end has not come yet
    std::string joined_;   // the line last returned, when it was split over chunks
    bool discarding_ = false;
    std::size_t dropped_ = 0;
};

}  // namespace confab::irc
