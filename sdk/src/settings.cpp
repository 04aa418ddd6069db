#include "confab/service/settings.hpp"

#include <stdexcept>

namespace confab::inline v1 {
namespace {

template <class T>
const T& typed(const OptionValue& value, std::string_view key, const char* type) {
    static const T kNone{};
    if (std::holds_alternative<std::monostate>(value)) return kNone;
    if (const T* found = std::get_if<T>(&value)) return *found;
    throw std::logic_error("setting `" + std::string(key) + "` is not a " + type);
}

}  // namespace

const std::string& Settings::text(std::string_view key, const Channel& where) const {
    return typed<std::string>(value(key, where), key, "string");
}
std::int64_t Settings::integer(std::string_view key, const Channel& where) const {
    return typed<std::int64_t>(value(key, where), key, "integer");
}
double Settings::number(std::string_view key, const Channel& where) const {
    return typed<double>(value(key, where), key, "number");
}
bool Settings::boolean(std::string_view key, const Channel& where) const {
    return typed<bool>(value(key, where), key, "boolean");
}
Duration Settings::duration(std::string_view key, const Channel& where) const {
    return typed<Duration>(value(key, where), key, "duration");
}

}  // namespace confab::inline v1
