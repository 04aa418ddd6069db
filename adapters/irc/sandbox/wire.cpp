#include "wire.hpp"

#include <algorithm>
#include <cctype>

#include "text.hpp"

namespace confab::irc_sandbox {
namespace {

bool is_letter(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0;
}
bool is_special(char c) {
    return std::string_view("[]\\`_^{|}").find(c) != std::string_view::npos;
}

std::string unescape_tag(std::string_view value) {
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] != '\\') {
            out += value[i];
        } else if (++i < value.size()) {
            const char c = value[i];
            out += c == ':' ? ';' : c == 's' ? ' ' : c == 'r' ? '\r' : c == 'n' ? '\n' : c;
        }
    }
    return out;
}

}  // namespace

const std::string& Request::arg(std::size_t index) const {
    static const std::string kNone;
    return index < args.size() ? args[index] : kNone;
}

std::optional<std::string> Request::tag(std::string_view key) const {
    std::optional<std::string> found;
    for (const std::string& item : split(tags, ';')) {
        const std::string_view tag(item);
        const std::size_t equals = std::min(tag.find('='), tag.size());
        if (tag.substr(0, equals) != key) continue;
        found = unescape_tag(tag.substr(std::min(equals + 1, tag.size())));  // the last of several counts
    }
    return found;
}

std::optional<Request> parse_request(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    Request request;
    if (line.starts_with('@')) {
        line.remove_prefix(1);
        request.tags = take_word(line);
        request.too_long = request.tags.size() > kMaxClientTags;
    }
    if (line.size() > kMaxBody) request.too_long = true;
    while (line.starts_with(' ')) line.remove_prefix(1);
    if (line.starts_with(':')) take_word(line);  // a client has no say in who it is
    request.command = upper(take_word(line));
    if (request.command.empty()) return std::nullopt;
    while (!line.empty()) {
        if (line.starts_with(':') || request.args.size() == 14) {
            request.args.emplace_back(line.starts_with(':') ? line.substr(1) : line);
            break;
        }
        request.args.push_back(take_word(line));
    }
    return request;
}

std::string escape_tag(std::string_view value) {
    std::string out;
    for (const char c : value) {
        switch (c) {
            case ';':
                out += "\\:";
                break;
            case ' ':
                out += "\\s";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\n':
                out += "\\n";
                break;
            default:
                out += c;
        }
    }
    return out;
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

}  // namespace confab::irc_sandbox
