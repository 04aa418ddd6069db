#include <charconv>
#include <cmath>

#include "confab/json.hpp"

namespace confab::inline v1::json {
namespace {

// Length of the well-formed UTF-8 sequence at `at`, or 0. RFC 3629: no overlong forms, no surrogates.
std::size_t sequence_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return static_cast<unsigned char>(text[at + i]);
    };
    const auto tail = [&](std::size_t i) {
        return at + i < text.size() && (byte(i) & 0xC0) == 0x80;
    };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        if (!tail(1) || !tail(2)) return 0;
        if (lead == 0xE0 && byte(1) < 0xA0) return 0;
        if (lead == 0xED && byte(1) > 0x9F) return 0;
        return 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        if (!tail(1) || !tail(2) || !tail(3)) return 0;
        if (lead == 0xF0 && byte(1) < 0x90) return 0;
        if (lead == 0xF4 && byte(1) > 0x8F) return 0;
        return 4;
    }
    return 0;
}

void append_string(std::string& out, std::string_view text) {
    static constexpr char kHex[] = "0123456789abcdef";
    out += '"';
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
            ++i;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            switch (c) {
                case '\n':
                    out += "\\n";
                    break;
                case '\r':
                    out += "\\r";
                    break;
                case '\t':
                    out += "\\t";
                    break;
                default:
                    out += "\\u00";
                    out += kHex[static_cast<unsigned char>(c) >> 4];
                    out += kHex[c & 15];
            }
            ++i;
        } else if (const std::size_t length = sequence_length(text, i)) {
            out.append(text, i, length);
            i += length;
        } else {
            out += "\xEF\xBF\xBD";
            ++i;
        }
    }
    out += '"';
}

template <class T>
void append_number(std::string& out, T number) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
    out.append(buffer, end);
}

}  // namespace

void Writer::separate() {
    if (out_.empty()) return;
    const char last = out_.back();
    if (last != '{' && last != '[' && last != ':') out_ += ',';
}

Writer& Writer::begin_object() {
    separate();
    out_ += '{';
    return *this;
}
Writer& Writer::end_object() {
    out_ += '}';
    return *this;
}
Writer& Writer::begin_array() {
    separate();
    out_ += '[';
    return *this;
}
Writer& Writer::end_array() {
    out_ += ']';
    return *this;
}
Writer& Writer::key(std::string_view name) {
    separate();
    append_string(out_, name);
    out_ += ':';
    return *this;
}
Writer& Writer::value(std::string_view text) {
    separate();
    append_string(out_, text);
    return *this;
}
Writer& Writer::value(bool flag) {
    separate();
    out_ += flag ? "true" : "false";
    return *this;
}
Writer& Writer::value(std::int64_t number) {
    separate();
    append_number(out_, number);
    return *this;
}
Writer& Writer::value(std::uint64_t number) {
    separate();
    append_number(out_, number);
    return *this;
}
Writer& Writer::value(double number) {
    if (!std::isfinite(number)) return null();  // JSON has no other word for it
    separate();
    append_number(out_, number);
    return *this;
}
Writer& Writer::null() {
    separate();
    out_ += "null";
    return *this;
}
Writer& Writer::raw(std::string_view json) {
    separate();
    out_ += json;
    return *this;
}

// Recursion is bounded by Document::kMaxDepth.
Writer& Writer::value(Value copy) {
    if (copy.is_object()) {
        begin_object();
        for (std::size_t i = 0; i < copy.size(); ++i) {
            key(copy.key_at(i));
            value(copy.value_at(i));
        }
        return end_object();
    }
    if (copy.is_array()) {
        begin_array();
        for (const Value item : copy.items()) value(item);
        return end_array();
    }
    if (copy.is_string()) return value(copy.string());
    if (copy.is_bool()) return value(copy.boolean());
    if (copy.is_integer()) return value(copy.integer());
    if (copy.is_number()) return value(copy.number());
    return null();
}

}  // namespace confab::inline v1::json
