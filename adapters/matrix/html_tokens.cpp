#include "html_tokens.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace confab::matrix::html {
namespace {

constexpr std::size_t kMaxTag = 2048;

void append_code_point(std::string& out, std::uint32_t c) {
    if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | (c >> 6));
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0 | (c >> 12));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | (c >> 18));
        out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    }
}

struct NamedEntity {
    std::string_view name;
    std::string_view text;
};
constexpr NamedEntity kEntities[] = {{"amp", "&"},    {"lt", "<"},    {"gt", ">"},    {"quot", "\""},
                                     {"apos", "'"},   {"nbsp", " "},  {"ndash", "–"}, {"mdash", "—"},
                                     {"hellip", "…"}, {"laquo", "«"}, {"raquo", "»"}, {"copy", "©"},
                                     {"lsquo", "‘"},  {"rsquo", "’"}, {"ldquo", "“"}, {"rdquo", "”"}};

}  // namespace

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

std::string lowered(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

std::size_t append_entity(std::string& out, std::string_view text) {
    constexpr std::size_t kLongest = 12;
    const std::size_t semicolon = text.substr(0, kLongest).find(';');
    if (semicolon == std::string_view::npos) return 0;
    std::string_view name = text.substr(1, semicolon - 1);
    if (name.starts_with('#')) {
        const bool hex = name.size() > 1 && lower(name[1]) == 'x';
        name.remove_prefix(hex ? 2 : 1);
        std::uint32_t code = 0;
        const auto [end, error] =
            std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
        if (error != std::errc() || end != name.data() + name.size()) return 0;
        append_code_point(out, code);
        return semicolon + 1;
    }
    for (const NamedEntity& entity : kEntities) {
        if (entity.name != name) continue;
        out += entity.text;
        return semicolon + 1;
    }
    return 0;
}

std::string decode_entities(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        std::size_t used = text[0] == '&' ? append_entity(out, text) : 0;
        if (used == 0) {
            out += text[0];
            used = 1;
        }
        text.remove_prefix(used);
    }
    return out;
}

template <class F>
void Tag::each(F use) const {
    std::string_view rest = attributes;
    const auto skip_spaces = [&rest] {
        while (!rest.empty() && (is_space(rest[0]) || rest[0] == '/')) rest.remove_prefix(1);
    };
    for (skip_spaces(); !rest.empty(); skip_spaces()) {
        std::size_t end = 0;
        while (end < rest.size() && !is_space(rest[end]) && rest[end] != '=') ++end;
        const std::string_view key = rest.substr(0, std::max<std::size_t>(end, 1));
        rest.remove_prefix(key.size());
        while (!rest.empty() && is_space(rest[0])) rest.remove_prefix(1);
        std::string_view value;
        if (end > 0 && rest.starts_with('=')) {
            rest.remove_prefix(1);
            while (!rest.empty() && is_space(rest[0])) rest.remove_prefix(1);
            if (rest.starts_with('"') || rest.starts_with('\'')) {
                const std::size_t close = rest.find(rest[0], 1);
                value = rest.substr(1, close == std::string_view::npos ? close : close - 1);
                rest.remove_prefix(close == std::string_view::npos ? rest.size() : close + 1);
            } else {
                std::size_t stop = 0;
                while (stop < rest.size() && !is_space(rest[stop])) ++stop;
                value = rest.substr(0, stop);
                rest.remove_prefix(stop);
            }
        }
        if (!use(key, value)) return;
    }
}

std::string Tag::attribute(std::string_view wanted) const {
    std::string out;
    each([&](std::string_view key, std::string_view value) {
        if (lowered(key) != wanted) return true;
        out = decode_entities(value);
        return false;
    });
    return out;
}

bool Tag::has(std::string_view wanted) const {
    bool found = false;
    each([&](std::string_view key, std::string_view) { return !(found = lowered(key) == wanted); });
    return found;
}

std::size_t read_tag(std::string_view html, Tag& tag) {
    // Without this limit, many openings and no ">" would cost quadratic time.
    html = html.substr(0, kMaxTag);
    std::size_t i = 1;
    tag.closing = i < html.size() && html[i] == '/';
    if (tag.closing) ++i;
    if (i >= html.size() || !(lower(html[i]) >= 'a' && lower(html[i]) <= 'z')) return 0;
    const std::size_t name_start = i;
    while (i < html.size() && !is_space(html[i]) && html[i] != '>' && html[i] != '/') ++i;
    tag.name = lowered(html.substr(name_start, std::min<std::size_t>(i - name_start, 32)));
    const std::size_t attributes_start = i;
    char quote = 0;  // quotes hide ">"
    for (; i < html.size(); ++i) {
        if (quote != 0) {
            if (html[i] == quote) quote = 0;
        } else if (html[i] == '"' || html[i] == '\'') {
            quote = html[i];
        } else if (html[i] == '<') {
            return 0;
        } else if (html[i] == '>') {
            break;
        }
    }
    if (i >= html.size()) return 0;
    tag.attributes = html.substr(attributes_start, i - attributes_start);
    return i + 1;
}

}  // namespace confab::matrix::html
