#include "wire.hpp"

#include <algorithm>
#include <cctype>

namespace confab::irc_sandbox {
namespace {

constexpr std::size_t kMaxNick = 30;
constexpr std::size_t kMaxChannel = 64;

std::string next_word(std::string_view& rest) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    std::string word(rest.substr(0, end));
    rest.remove_prefix(end);
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    return word;
}

bool is_letter(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0;
}
bool is_special(char c) {
    return std::string_view("[]\\`_^{|}").find(c) != std::string_view::npos;
}

}  // namespace

const std::string& Request::arg(std::size_t index) const {
    static const std::string kNone;
    return index < args.size() ? args[index] : kNone;
}

std::optional<Request> parse_request(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    Request request;
    if (line.starts_with('@')) {
        line.remove_prefix(1);
        request.tags = next_word(line);
        request.too_long = request.tags.size() > kMaxClientTags;
    }
    if (line.size() > kMaxBody) request.too_long = true;
    while (line.starts_with(' ')) line.remove_prefix(1);
    if (line.starts_with(':')) next_word(line);  // a client has no say in who it is
    request.command = upper(next_word(line));
    if (request.command.empty()) return std::nullopt;
    while (!line.empty()) {
        if (line.starts_with(':') || request.args.size() == 14) {
            request.args.emplace_back(line.starts_with(':') ? line.substr(1) : line);
            break;
        }
        request.args.push_back(next_word(line));
    }
    return request;
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

std::string upper(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    return out;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (true) {
        const std::size_t end = text.find(separator);
        if (end != 0 && !text.empty()) parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

bool is_channel_name(std::string_view name) {
    return name.size() > 1 && name.size() <= kMaxChannel && name.front() == '#' &&
           name.find_first_of(std::string_view(" ,\x07\0", 4)) == std::string_view::npos;
}

bool is_nick(std::string_view nick) {
    if (nick.empty() || nick.size() > kMaxNick || !(is_letter(nick.front()) || is_special(nick.front())))
        return false;
    return std::all_of(nick.begin(), nick.end(), [](char c) {
        return is_letter(c) || is_special(c) || c == '-' || (c >= '0' && c <= '9');
    });
}

std::string as_read(std::string_view nick, std::string_view text) {
    std::string out;
    constexpr std::string_view kAction =
        "\x01"
        "ACTION ";
    if (text.starts_with(kAction)) {
        text.remove_prefix(kAction.size());
        out = "* " + std::string(nick) + " ";
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\x03') {  // colour: up to two digits, and up to two more after a comma
            const auto digits = [&] {
                for (int n = 0;
                     n < 2 && i + 1 < text.size() && std::isdigit(static_cast<unsigned char>(text[i + 1]));
                     ++n)
                    ++i;
            };
            digits();
            if (i + 2 < text.size() && text[i + 1] == ',' &&
                std::isdigit(static_cast<unsigned char>(text[i + 2]))) {
                ++i;
                digits();
            }
        } else if (static_cast<unsigned char>(text[i]) >= 0x20) {
            out += text[i];
        }
    }
    return out;
}

}  // namespace confab::irc_sandbox
