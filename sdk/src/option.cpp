#include "confab/option.hpp"

#include <stdexcept>

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
const T& typed(const OptionValue& value, std::string_view key, const char* type) {
    static const T kNone{};
    if (std::holds_alternative<std::monostate>(value)) return kNone;
    if (const T* found = std::get_if<T>(&value)) return *found;
    throw std::logic_error("option `" + std::string(key) + "` is not a " + type);
}

}  // namespace

const std::string& Options::string(std::string_view key) const {
    return typed<std::string>(find(key), key, "string");
}
std::int64_t Options::integer(std::string_view key) const {
    return typed<std::int64_t>(find(key), key, "integer");
}
double Options::number(std::string_view key) const {
    return typed<double>(find(key), key, "number");
}
bool Options::boolean(std::string_view key) const {
    return typed<bool>(find(key), key, "boolean");
}
Duration Options::duration(std::string_view key) const {
    return typed<Duration>(find(key), key, "duration");
}
const std::vector<std::string>& Options::list(std::string_view key) const {
    return typed<std::vector<std::string>>(find(key), key, "list");
}
const Secret& Options::secret(std::string_view key) const {
    return typed<Secret>(find(key), key, "secret");
}

}  // namespace confab::inline v1
