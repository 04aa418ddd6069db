#include "core/storage/fields.hpp"

namespace confab::core {

std::string join_fields(const std::vector<std::string_view>& fields) {
    std::string key;
    for (const std::string_view& field : fields) {
        if (&field != &fields.front()) key += '\n';
        for (const char c : field) {
            if (c == '\n')
                key += "%0A";
            else if (c == '%')
                key += "%25";
            else
                key += c;
        }
    }
    return key;
}

std::vector<std::string> split_fields(std::string_view key) {
    std::vector<std::string> fields(1);
    while (!key.empty()) {
        std::size_t taken = 1;
        if (key.front() == '\n') {
            fields.emplace_back();
        } else if (key.starts_with("%0A") || key.starts_with("%25")) {
            fields.back() += key[1] == '0' ? '\n' : '%';
            taken = 3;
        } else {
            fields.back() += key.front();
        }
        key.remove_prefix(taken);
    }
    return fields;
}

}  // namespace confab::core
