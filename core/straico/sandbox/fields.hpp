#pragma once
/// Strict reading of request bodies: what the stand-in lets pass must be right.

#include <span>
#include <string>
#include <string_view>

#include "confab/json.hpp"

namespace confab::straico_sandbox {

enum class Kind { text, number, integer, boolean, list, object, any };

struct Field {
    std::string_view name;
    Kind kind;
    bool required = false;
};

/// What is wrong with an object: a field that is missing, of another kind, or unknown; empty: nothing.
std::string bad_fields(json::Value object, std::span<const Field> fields);

/// The settings all completions share; empty: nothing is wrong.
std::string bad_settings(json::Value root);

/// `{quantity: 1..4, pricing_method: quality|balance|budget}`; empty: nothing is wrong.
std::string bad_selector(json::Value selector);

/// A list of at most `most` non-empty texts that begin with "http"; absent is fine.
bool is_url_list(json::Value list, std::size_t most);

}  // namespace confab::straico_sandbox
