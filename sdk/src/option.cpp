#include "confab/option.hpp"

#include <stdexcept>

#include "confab/service/settings.hpp"

namespace confab::inline v1 {

Secret::~Secret() {
    // Volatile, or the compiler may drop writes to memory that is about to be freed.
    volatile char* p = text_.data();
    for (std::size_t i = 0; i < text_.size(); ++i) p[i] = 0;
}

bool Options::has(std::string_view key) const {
    const auto it = values_.find(key);
    return it != values_.end() && !std::holds_alternative<std::monostate>(it->second);
}

const OptionValue& Options::find(std::string_view key) const {
    const auto it = values_.find(key);
    if (it == values_.end()) throw std::logic_error("option `" + std::string(key) + "` was not declared");
    return it->second;
}

namespace {

template <class T>
const T& typed(const OptionValue& value, const char* kind, std::string_view key, const char* type) {
    static const T kNone{};
    if (std::holds_alternative<std::monostate>(value)) return kNone;
    if (const T* found = std::get_if<T>(&value)) return *found;
    throw std::logic_error(std::string(kind) + " `" + std::string(key) + "` is not a " + type);
}

}  // namespace

const std::string& Options::string(std::string_view key) const {
    return typed<std::string>(find(key), "option", key, "string");
}
std::int64_t Options::integer(std::string_view key) const {
    return typed<std::int64_t>(find(key), "option", key, "integer");
}
double Options::number(std::string_view key) const {
    return typed<double>(find(key), "option", key, "number");
}
bool Options::boolean(std::string_view key) const {
    return typed<bool>(find(key), "option", key, "boolean");
}
Duration Options::duration(std::string_view key) const {
    return typed<Duration>(find(key), "option", key, "duration");
}
const std::vector<std::string>& Options::list(std::string_view key) const {
    return typed<std::vector<std::string>>(find(key), "option", key, "list");
}
const Secret& Options::secret(std::string_view key) const {
    return typed<Secret>(find(key), "option", key, "secret");
}

const std::string& Settings::text(std::string_view key, const Channel& where) const {
    return typed<std::string>(value(key, where), "setting", key, "string");
}
std::int64_t Settings::integer(std::string_view key, const Channel& where) const {
    return typed<std::int64_t>(value(key, where), "setting", key, "integer");
}
double Settings::number(std::string_view key, const Channel& where) const {
    return typed<double>(value(key, where), "setting", key, "number");
}
bool Settings::boolean(std::string_view key, const Channel& where) const {
    return typed<bool>(value(key, where), "setting", key, "boolean");
}
Duration Settings::duration(std::string_view key, const Channel& where) const {
    return typed<Duration>(value(key, where), "setting", key, "duration");
}

}  // namespace confab::inline v1
