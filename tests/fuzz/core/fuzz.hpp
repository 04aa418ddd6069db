#pragma once
/// What the targets share: a claim that ends the run, and an input that says itself how it is cut.

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "confab/service/http_message.hpp"

namespace confab::fuzz {

inline void require(bool claim) {
    if (!claim) std::abort();
}

/// Takes from the front; past the end there are zeros.
class Input {
public:
    Input(const std::uint8_t* data, std::size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}
    std::uint8_t byte() {
        if (rest_.empty()) return 0;
        const auto taken = static_cast<std::uint8_t>(rest_.front());
        rest_.remove_prefix(1);
        return taken;
    }
    std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
};

/// Sizes of pieces, 1 to 256, from four bytes of the input, over and over.
class Cuts {
public:
    explicit Cuts(Input& input) {
        for (std::size_t& size : sizes_) size = std::size_t{1} + input.byte();
    }
    /// Takes the next piece off the front of `rest`.
    std::string_view take(std::string_view& rest) {
        const std::string_view piece = rest.substr(0, sizes_[next_++ % sizes_.size()]);
        rest.remove_prefix(piece.size());
        return piece;
    }

private:
    std::array<std::size_t, 4> sizes_{};
    std::size_t next_ = 0;
};

inline bool is_printable(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= ' ' || byte >= 0x7f;
    });
}

/// "Name: value" a line, up to an empty one, which is taken too; lines without a colon are left out.
inline HttpHeaders take_headers(std::string_view& text) {
    HttpHeaders headers;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(text.size(), end + 1));
        if (line.empty()) break;
        const std::size_t colon = line.find(':');
        if (colon == line.npos) continue;
        std::string_view value = line.substr(colon + 1);
        value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
        headers.add(std::string(line.substr(0, colon)), std::string(value));
    }
    return headers;
}

}  // namespace confab::fuzz
