#pragma once
/// Bytes received and not yet used, contiguous.

#include <algorithm>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace confab::core {

class ReadBuffer {
public:
    static constexpr std::size_t kStep = 16 * 1024;

    std::string_view data() const noexcept { return {storage_.data() + begin_, end_ - begin_}; }
    bool empty() const noexcept { return begin_ == end_; }

    void consume(std::size_t n) noexcept {
        begin_ += n;
        if (begin_ == end_) begin_ = end_ = 0;
    }
    /// Room for at least `kMinRoom` bytes after what is there. Invalidates `data()`.
    std::span<char> prepare() {
        if (storage_.size() - end_ < kMinRoom) {
            if (begin_ > 0) {
                std::memmove(storage_.data(), storage_.data() + begin_, end_ - begin_);
                end_ -= begin_;
                begin_ = 0;
            }
            if (storage_.size() - end_ < kMinRoom) storage_.resize(storage_.size() + kStep);
        }
        return std::span(storage_).subspan(end_);
    }
    void commit(std::size_t n) noexcept { end_ += n; }
    void append(std::string_view bytes) {
        if (bytes.empty()) return;
        storage_.resize(std::max(storage_.size(), end_ + bytes.size()));
        std::memcpy(storage_.data() + end_, bytes.data(), bytes.size());
        end_ += bytes.size();
    }

private:
    static constexpr std::size_t kMinRoom = 4 * 1024;
    std::vector<char> storage_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace confab::core
