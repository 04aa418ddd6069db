#include <charconv>
#include <utility>

#include "html.hpp"

namespace confab::matrix {
namespace {

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned code = 0;
        if (text[i] == '%' && i + 2 < text.size() &&
            std::from_chars(text.data() + i + 1, text.data() + i + 3, code, 16).ptr == text.data() + i + 3) {
            out += static_cast<char>(code);
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

}  // namespace

std::string linked_id(std::string_view url) {
    static constexpr std::pair<std::string_view, std::string_view> kStarts[] = {
        {"https://matrix.to/#/", ""}, {"matrix:u/", "@"}, {"matrix:r/", "#"}, {"matrix:roomid/", "!"}};
    for (const auto& [start, sigil] : kStarts) {
        if (!url.starts_with(start)) continue;
        url = url.substr(start.size());
        return std::string(sigil) + percent_decoded(url.substr(0, url.find_first_of("?/")));
    }
    return {};
}

std::string mentioned_user(std::string_view url) {
    std::string id = linked_id(url);
    const bool is_user = id.starts_with('@') && id.size() <= 255 && id.find(':') != std::string::npos &&
                         id.find('/') == std::string::npos;
    return is_user ? id : std::string();
}

}  // namespace confab::matrix
