#pragma once
/// What documents and agents have in common. Pure.

#include <string>
#include <utility>
#include <vector>

#include "confab/json.hpp"
#include "core/straico/decode_error.hpp"

namespace confab::core::straico {

/// `_id`, or `id`; empty: none.
std::string id_of(json::Value item);

/// One text, or those of an array.
std::vector<std::string> texts_of(json::Value value);

/// `{data: [...]}`; items without an id are left out.
template <class T, class Read>
Result<std::vector<T>> decode_list(HttpResponse response, std::string_view what, Read read) {
    constexpr std::size_t kMost = 10'000;
    const Result<json::Document> document = open_reply(response, what);
    if (!document) return document.error();
    const json::Value root = document->root();
    const json::Value list = root["data"] ? root["data"] : root;
    if (!list.is_array()) return unreadable(what, "no list in the answer");
    std::vector<T> things;
    for (const json::Value item : list.items()) {
        T thing = read(item);
        if (!thing.id.empty() && things.size() < kMost) things.push_back(std::move(thing));
    }
    return things;
}

}  // namespace confab::core::straico
