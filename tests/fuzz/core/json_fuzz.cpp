// JSON of anybody: a walk over the whole tree; what is written from it reads as the same tree.

#include "confab/json.hpp"

#include <cmath>

#include "tests/fuzz/core/fuzz.hpp"

namespace {

using namespace confab;
using namespace confab::fuzz;
using json::Value;

/// The writer keeps what fits into int64 exactly; other numbers may lose their last digits.
bool walk(Value a, Value b, unsigned depth) {
    require(depth <= json::Document::kMaxDepth);
    require(a.is_null() + a.is_bool() + a.is_number() + a.is_string() + a.is_array() + a.is_object() == 1);
    if (a.is_array() != b.is_array() || a.is_object() != b.is_object() || a.size() != b.size()) return false;
    if (a.is_object()) {
        for (std::size_t i = 0; i < a.size(); ++i) {
            const std::string_view key = a.key_at(i);
            require(a.value_at(i).is_null() || a.has(key) || a[key].is_null());
            if (key != b.key_at(i) || !walk(a.value_at(i), b.value_at(i), depth + 1)) return false;
        }
        return true;
    }
    if (a.is_array()) {
        std::size_t i = 0;
        for (const Value item : a.items())
            if (!walk(item, b.at(i++), depth + 1)) return false;
        require(i == a.size() && a.at(i).is_null());
        return true;
    }
    if (a.is_number() && !a.is_integer())
        return b.is_number() && std::abs(a.number() - b.number()) <= 1e-12 * std::abs(a.number());
    return a.is_null() == b.is_null() && a.is_string() == b.is_string() && a.string() == b.string() &&
           a.boolean() == b.boolean() && a.integer() == b.integer();
}

bool has_huge_number(Value value) {
    for (const Value item : value.items())
        if (has_huge_number(item)) return true;
    if (value.is_object())
        for (std::size_t i = 0; i < value.size(); ++i)
            if (has_huge_number(value.value_at(i))) return true;
    return value.is_number() && std::abs(value.number()) > 1e300;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Result<json::Document> document =
        json::Document::parse(std::string(reinterpret_cast<const char*>(data), size));
    if (!document) {
        require(document.error().code() == Errc::protocol);
        return 0;
    }
    require(walk(document->root(), document->root(), 0));
    const std::string text = document->root().dump();
    const Result<json::Document> again = json::Document::parse(text);
    // Next to the largest double a rounded digit may be one too many.
    if (!again) require(has_huge_number(document->root()));
    if (again) require(walk(document->root(), again->root(), 0));
    return 0;
}
