#include "confab/service/sql.hpp"

#include <cstdlib>

namespace confab::inline v1 {

std::int64_t SqlRow::integer(std::size_t column) const {
    const SqlValue& found = value(column);
    if (const auto* number = std::get_if<std::int64_t>(&found)) return *number;
    if (const auto* number = std::get_if<double>(&found)) return static_cast<std::int64_t>(*number);
    if (const auto* words = std::get_if<std::string>(&found))
        return std::strtoll(words->c_str(), nullptr, 10);
    return 0;
}

double SqlRow::number(std::size_t column) const {
    const SqlValue& found = value(column);
    if (const auto* number = std::get_if<double>(&found)) return *number;
    if (const auto* number = std::get_if<std::int64_t>(&found)) return static_cast<double>(*number);
    if (const auto* words = std::get_if<std::string>(&found)) return std::strtod(words->c_str(), nullptr);
    return 0;
}

std::string SqlRow::text(std::size_t column) const {
    const SqlValue& found = value(column);
    if (const auto* words = std::get_if<std::string>(&found)) return *words;
    if (const auto* number = std::get_if<std::int64_t>(&found)) return std::to_string(*number);
    if (const auto* number = std::get_if<double>(&found)) return std::to_string(*number);
    return {};
}

}  // namespace confab::inline v1
