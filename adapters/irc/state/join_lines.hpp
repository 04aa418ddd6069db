#pragma once
/// Many channels to as few JOIN lines as the server allows.

#include <string>
#include <string_view>
#include <vector>

namespace confab::irc {

class JoinLines {
public:
    JoinLines(std::size_t line_length, std::size_t max_targets)
        : line_length_(line_length), max_targets_(max_targets) {}

    /// Those with a key come first: JOIN pairs keys with channels by position.
    void add(std::string_view name, std::string_view key);
    std::vector<std::string> finish();

private:
    void flush();

    std::size_t line_length_;
    std::size_t max_targets_;
    std::string names_;
    std::string keys_;
    std::size_t count_ = 0;
    std::vector<std::string> lines_;
};

}  // namespace confab::irc
