#include "wire/line_buffer.hpp"

namespace confab::irc {

std::optional<std::string_view> LineBuffer::next() {
    for (;;) {
        const std::size_t end = chunk_.find('\n');
        if (end == std::string_view::npos) {
            keep_rest();
            return std::nullopt;
        }
        const std::string_view piece = chunk_.substr(0, end);
        chunk_.remove_prefix(end + 1);
        const bool too_long = discarding_ || partial_.size() + piece.size() > kMaxLine;
        if (too_long) {
            if (!discarding_) ++dropped_;
            discarding_ = false;
            partial_.clear();
            continue;
        }
        if (partial_.empty()) return piece;
        joined_.swap(partial_);
        partial_.clear();
        joined_ += piece;
        return joined_;
    }
}

void LineBuffer::keep_rest() {
    if (!discarding_ && partial_.size() + chunk_.size() > kMaxLine) {
        discarding_ = true;
        ++dropped_;
        partial_.clear();
    }
    if (!discarding_) partial_ += chunk_;
    chunk_ = {};
}

}  // namespace confab::irc
