#include "confab/service/sql.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>

namespace confab::inline v1 {
namespace {

// As SQLite's CAST: cut towards zero, held within the range; a plain conversion is undefined beyond it.
std::int64_t to_integer(double number) {
    if (std::isnan(number)) return 0;
    if (number >= 9223372036854775808.0) return std::numeric_limits<std::int64_t>::max();
    if (number <= -9223372036854775808.0) return std::numeric_limits<std::int64_t>::min();
    return static_cast<std::int64_t>(number);
}

// The longest beginning that is a decimal number. strtod alone would take "0x10", "inf" and "nan" as well.
double to_number(const std::string& text) {
    std::size_t at = text.find_first_not_of(" \t\n\v\f\r");
    if (at == std::string::npos) return 0;
    const std::size_t sign = at;
    if (text[at] == '+' || text[at] == '-') ++at;
    const bool begins =
        at < text.size() && (std::isdigit(static_cast<unsigned char>(text[at])) != 0 || text[at] == '.');
    const bool hexadecimal = text.compare(at, 2, "0x") == 0 || text.compare(at, 2, "0X") == 0;
    if (!begins || hexadecimal) return 0;
    double number = 0;
    const char* const first = text.data() + sign + (text[sign] == '+' ? 1 : 0);
    const auto [end, error] = std::from_chars(first, text.data() + text.size(), number);
    return error == std::errc::result_out_of_range ? std::strtod(text.c_str(), nullptr) : number;
}

// SQLite shows 15 digits and always a decimal point.
std::string to_text(double number) {
    if (std::isinf(number)) return number < 0 ? "-Inf" : "Inf";
    char buffer[40];
    const int length = std::snprintf(buffer, sizeof buffer, "%.15g", number);
    std::string text(buffer, static_cast<std::size_t>(length));
    if (text.find('.') == std::string::npos) text.insert(std::min(text.find('e'), text.size()), ".0");
    return text;
}

}  // namespace

std::int64_t SqlRow::integer(std::size_t column) const {
    const SqlValue& found = value(column);
    if (const auto* number = std::get_if<std::int64_t>(&found)) return *number;
    if (const auto* number = std::get_if<double>(&found)) return to_integer(*number);
    if (const auto* words = std::get_if<std::string>(&found))
        return std::strtoll(words->c_str(), nullptr, 10);
    return 0;
}

double SqlRow::number(std::size_t column) const {
    const SqlValue& found = value(column);
    if (const auto* number = std::get_if<double>(&found)) return *number;
    if (const auto* number = std::get_if<std::int64_t>(&found)) return static_cast<double>(*number);
    if (const auto* words = std::get_if<std::string>(&found)) return to_number(*words);
    return 0;
}

std::string SqlRow::text(std::size_t column) const {
    const SqlValue& found = value(column);
    if (const auto* words = std::get_if<std::string>(&found)) return *words;
    if (const auto* number = std::get_if<std::int64_t>(&found)) return std::to_string(*number);
    if (const auto* number = std::get_if<double>(&found)) return to_text(*number);
    return {};
}

}  // namespace confab::inline v1
