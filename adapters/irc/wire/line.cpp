#include "wire/line.hpp"

#include <algorithm>

namespace confab::irc {
namespace {

char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}
bool digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view skip_spaces(std::string_view text) {
    const std::size_t at = text.find_first_not_of(' ');
    return at == std::string_view::npos ? std::string_view() : text.substr(at);
}

/// Takes the first word off `text` and the spaces after it.
std::string_view take_word(std::string_view& text) {
    const std::size_t end = text.find(' ');
    const std::string_view word = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : skip_spaces(text.substr(end));
    return word;
}

std::string unescape_tag(std::string_view value) {
    std::string out;
    out.reserve(value.size());
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] != '\\') {
            out += value[i];
            continue;
        }
        if (++i == value.size()) break;  // a lone backslash at the end is dropped (message-tags)
        switch (value[i]) {
            case ':':
                out += ';';
                break;
            case 's':
                out += ' ';
                break;
            case 'r':
                out += '\r';
                break;
            case 'n':
                out += '\n';
                break;
            default:
                out += value[i];
        }
    }
    return out;
}

bool breaks_a_line(char c) {
    return c == '\r' || c == '\n' || c == '\0';
}

void append_middle(std::string& out, std::string_view param) {
    const std::size_t before = out.size();
    for (const char c : param) {
        if (c == ' ' || breaks_a_line(c) || (c == ':' && out.size() == before)) continue;
        out += c;
    }
    if (out.size() == before) out += '*';  // an empty middle parameter would shift the ones after it
}

}  // namespace

Source Source::parse(std::string_view text) {
    Source source;
    const std::size_t at = text.find('@');
    if (at != std::string_view::npos) {
        source.host = text.substr(at + 1);
        text = text.substr(0, at);
    }
    const std::size_t bang = text.find('!');
    source.nick = text.substr(0, bang);
    if (bang != std::string_view::npos) source.user = text.substr(bang + 1);
    return source;
}

bool Line::parse(std::string_view bytes) {
    source_ = verb_ = further_tags_ = {};
    tag_count_ = 0;
    numeric_ = 0;
    count_ = 0;
    while (bytes.ends_with('\r')) bytes.remove_suffix(1);
    bytes = skip_spaces(bytes);
    if (bytes.starts_with('@')) {
        parse_tags(take_word(bytes).substr(1));
    }
    body_length_ = bytes.size();
    if (bytes.starts_with(':')) {
        source_ = take_word(bytes);
        source_.remove_prefix(1);
    }
    verb_ = take_word(bytes);
    if (verb_.empty()) return false;
    if (verb_.size() == 3 && digit(verb_[0]) && digit(verb_[1]) && digit(verb_[2]))
        numeric_ = (verb_[0] - '0') * 100 + (verb_[1] - '0') * 10 + (verb_[2] - '0');
    command_ = numeric_ == 0 ? command_of(verb_) : Command::other;
    parse_params(bytes);
    return true;
}

void Line::parse_params(std::string_view rest) {
    while (!rest.empty()) {
        if (rest.front() == ':') {
            params_[count_++] = rest.substr(1);
            return;
        }
        if (count_ == kMaxParams - 1) {
            params_[count_++] = rest;
            return;
        }
        params_[count_++] = take_word(rest);
    }
}

Line::Tag Line::take_tag(std::string_view& text) {
    const std::size_t end = std::min(text.find(';'), text.size());
    const std::string_view item = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t equals = std::min(item.find('='), item.size());
    return {item.substr(0, equals), item.substr(std::min(equals + 1, item.size()))};
}

void Line::parse_tags(std::string_view text) {
    while (!text.empty()) {
        if (tag_count_ == kMaxIndexed) {
            further_tags_ = text;
            return;
        }
        tags_[tag_count_++] = take_tag(text);
    }
}

// Of duplicates the last counts.
std::optional<std::string> Line::tag(std::string_view key) const {
    std::optional<std::string_view> found;
    for (std::size_t i = tag_count_; i > 0 && !found; --i)
        if (tags_[i - 1].key == key) found = tags_[i - 1].value;
    for (std::string_view rest = further_tags_; !rest.empty();)
        if (const Tag tag = take_tag(rest); tag.key == key) found = tag.value;
    if (!found) return std::nullopt;
    if (found->find('\\') == std::string_view::npos) return std::string(*found);
    return unescape_tag(*found);
}

bool Line::is(std::string_view name) const {
    return equals_ignoring_case(verb_, name);
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return upper(x) == upper(y); });
}

std::string_view clip_utf8(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return text;
    std::size_t end = limit;
    // At most three steps: what has more continuation bytes in a row is not UTF-8 and may be cut anywhere.
    for (int step = 0; step < 3 && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80; ++step)
        --end;
    if ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) end = limit;
    return text.substr(0, end);
}

std::string build_line(std::string_view verb, std::span<const std::string_view> params, std::size_t limit) {
    std::string out(verb);
    for (std::size_t i = 0; i < params.size(); ++i) {
        out += ' ';
        if (i + 1 < params.size()) {
            append_middle(out, params[i]);
            continue;
        }
        const std::string_view last = params[i];
        if (last.empty() || last.front() == ':' || last.find(' ') != std::string_view::npos ||
            std::any_of(last.begin(), last.end(), breaks_a_line))
            out += ':';
        for (const char c : last) out += breaks_a_line(c) ? ' ' : c;
    }
    out.resize(clip_utf8(out, limit).size());
    return out;
}

std::string build_line(std::string_view verb, std::initializer_list<std::string_view> params,
                       std::size_t limit) {
    return build_line(verb, std::span<const std::string_view>(params.begin(), params.size()), limit);
}

}  // namespace confab::irc
