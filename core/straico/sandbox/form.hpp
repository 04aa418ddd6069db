#pragma once
/// Reads form bodies: multipart/form-data (RFC 7578) and urlencoded. Pure.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace confab::straico_sandbox {

class FormPart {
public:
    std::string name;
    std::string file_name;  ///< Empty: a plain field.
    std::string content_type;
    std::string content;
};

/// nullopt: not multipart, no boundary, or a body that breaks its rules.
std::optional<std::vector<FormPart>> parse_multipart(std::string_view content_type, std::string_view body);

/// nullopt: a broken escape.
std::optional<std::vector<FormPart>> parse_urlencoded(std::string_view body);

/// The first part of that name, or nullptr.
const FormPart* find_part(const std::vector<FormPart>& parts, std::string_view name);
std::string_view text_of(const std::vector<FormPart>& parts, std::string_view name);

}  // namespace confab::straico_sandbox
