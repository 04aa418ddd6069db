#include "state/join_lines.hpp"

#include "wire/line.hpp"

namespace confab::irc {

void JoinLines::add(std::string_view name, std::string_view key) {
    static constexpr std::size_t kAround = std::string_view("JOIN ,, ").size();
    const std::size_t length = kAround + names_.size() + name.size() + keys_.size() + key.size();
    if (length > line_length_ || count_ >= max_targets_) flush();
    names_ += names_.empty() ? "" : ",";
    names_ += name;
    if (!key.empty()) {
        keys_ += keys_.empty() ? "" : ",";
        keys_ += key;
    }
    ++count_;
}

std::vector<std::string> JoinLines::finish() {
    flush();
    return std::move(lines_);
}

void JoinLines::flush() {
    if (count_ == 0) return;
    // The limit is the line's own: a single name that is too long for it is cut, and refused by the server.
    lines_.push_back(keys_.empty() ? build_line("JOIN", {names_}, line_length_)
                                   : build_line("JOIN", {names_, keys_}, line_length_));
    names_.clear();
    keys_.clear();
    count_ = 0;
}

}  // namespace confab::irc
