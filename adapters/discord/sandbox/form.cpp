#include "form.hpp"

#include <algorithm>

namespace confab::discord_sandbox {

Refusal form_error(std::string field, std::string code, std::string message) {
    Refusal out;
    out.code = 50035;
    out.message = std::move(message);
    out.field = std::move(field);
    out.field_code = std::move(code);
    return out;
}

std::string undeclared(json::Value object, std::span<const std::string_view> keys) {
    for (std::size_t i = 0; i < object.size(); ++i)
        if (std::find(keys.begin(), keys.end(), object.key_at(i)) == keys.end())
            return std::string(object.key_at(i));
    return {};
}

std::string Refusal::body() const {
    json::Writer out;
    out.begin_object().field("message", field.empty() ? std::string_view(message) : "Invalid Form Body");
    out.field("code", code);
    if (!field.empty()) {
        out.key("errors").begin_object();
        std::size_t depth = 1;
        for (std::string_view rest = field;; ++depth) {
            const std::size_t dot = rest.find('.');
            out.key(rest.substr(0, dot)).begin_object();
            if (dot == std::string_view::npos) break;
            rest.remove_prefix(dot + 1);
        }
        out.key("_errors").begin_array().begin_object();
        out.field("code", field_code).field("message", message).end_object().end_array();
        for (; depth > 0; --depth) out.end_object();
        out.end_object();
    }
    out.end_object();
    return std::move(out).str();
}

std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) >> 6) != 2; }));
}

}  // namespace confab::discord_sandbox
