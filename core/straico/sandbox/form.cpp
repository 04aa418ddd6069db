#include "core/straico/sandbox/form.hpp"

#include <algorithm>

namespace confab::straico_sandbox {
namespace {

constexpr std::size_t kMaxParts = 100;

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

// Value of `key=` or `key="..."` in a header's value; RFC 7578 escapes a quote as %22.
std::optional<std::string> parameter(std::string_view header, std::string_view key) {
    const std::string lowered = lower(header);
    for (std::size_t at = lowered.find(key); at != std::string::npos; at = lowered.find(key, at + 1)) {
        const bool starts = at > 0 && (lowered[at - 1] == ' ' || lowered[at - 1] == ';');
        const std::size_t equals = at + key.size();
        if (!starts || equals >= header.size() || header[equals] != '=') continue;
        std::string_view value = header.substr(equals + 1);
        if (!value.starts_with('"')) return std::string(value.substr(0, value.find_first_of("; ")));
        value.remove_prefix(1);
        const std::size_t end = value.find('"');
        if (end == std::string_view::npos) return {};
        return std::string(value.substr(0, end));
    }
    return {};
}

bool read_header(std::string_view line, FormPart& part) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return false;
    const std::string name = lower(line.substr(0, colon));
    std::string_view value = line.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    if (name == "content-type") part.content_type = value;
    if (name != "content-disposition") return true;
    if (!lower(value).starts_with("form-data")) return false;
    part.name = parameter(value, "name").value_or("");
    part.file_name = parameter(value, "filename").value_or("");
    return !part.name.empty();
}

bool read_part(std::string_view text, FormPart& part) {
    const std::size_t blank = text.find("\r\n\r\n");
    if (blank == std::string_view::npos) return false;
    std::string_view head = text.substr(0, blank);
    while (!head.empty()) {
        const std::size_t end = head.find("\r\n");
        if (!read_header(head.substr(0, end), part)) return false;
        head = end == std::string_view::npos ? std::string_view() : head.substr(end + 2);
    }
    part.content = text.substr(blank + 4);
    return !part.name.empty();
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::optional<std::string> unescape(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i] == '+' ? ' ' : text[i];
            continue;
        }
        if (i + 2 >= text.size() || hex_digit(text[i + 1]) < 0 || hex_digit(text[i + 2]) < 0) return {};
        out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
        i += 2;
    }
    return out;
}

}  // namespace

std::optional<std::vector<FormPart>> parse_multipart(std::string_view content_type, std::string_view body) {
    if (!lower(content_type).starts_with("multipart/form-data")) return {};
    const std::optional<std::string> boundary = parameter(content_type, "boundary");
    if (!boundary || boundary->empty() || boundary->size() > 70) return {};
    const std::string first = "--" + *boundary;
    const std::string next = "\r\n" + first;
    if (!body.starts_with(first)) return {};
    body.remove_prefix(first.size());
    std::vector<FormPart> parts;
    while (!body.starts_with("--")) {
        if (!body.starts_with("\r\n") || parts.size() >= kMaxParts) return {};
        body.remove_prefix(2);
        const std::size_t end = body.find(next);
        FormPart part;
        if (end == std::string_view::npos || !read_part(body.substr(0, end), part)) return {};
        parts.push_back(std::move(part));
        body.remove_prefix(end + next.size());
    }
    return parts;
}

std::optional<std::vector<FormPart>> parse_urlencoded(std::string_view body) {
    std::vector<FormPart> parts;
    while (!body.empty() && parts.size() < kMaxParts) {
        const std::string_view pair = body.substr(0, body.find('&'));
        body.remove_prefix(std::min(body.size(), pair.size() + 1));
        const std::size_t equals = pair.find('=');
        std::optional<std::string> name = unescape(pair.substr(0, equals));
        std::optional<std::string> value =
            equals == std::string_view::npos ? std::string() : unescape(pair.substr(equals + 1));
        if (!name || !value) return {};
        FormPart part;
        part.name = std::move(*name);
        part.content = std::move(*value);
        parts.push_back(std::move(part));
    }
    return parts;
}

const FormPart* find_part(const std::vector<FormPart>& parts, std::string_view name) {
    for (const FormPart& part : parts)
        if (part.name == name) return &part;
    return nullptr;
}

std::string_view text_of(const std::vector<FormPart>& parts, std::string_view name) {
    const FormPart* part = find_part(parts, name);
    return part ? std::string_view(part->content) : std::string_view();
}

}  // namespace confab::straico_sandbox
