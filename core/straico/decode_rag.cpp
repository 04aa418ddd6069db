#include <algorithm>

#include "confab/json.hpp"
#include "core/straico/decode.hpp"
#include "core/straico/decode_error.hpp"
#include "core/straico/decode_number.hpp"
#include "core/straico/decode_things.hpp"

namespace confab::core::straico {
namespace {

constexpr std::size_t kMaxReferences = 1000;

StraicoRag read_rag(json::Value item, json::Value root) {
    StraicoRag rag;
    rag.id = id_of(item);
    rag.name = item["name"].string();
    rag.description = item["description"].string();
    rag.index_url = item["rag_url"].string();
    rag.file_names = texts_of(item["original_filename"]);
    rag.chunking_method = item["chunking_method"].string();
    rag.chunk_size = item["chunk_size"].integer();
    rag.chunk_overlap = item["chunk_overlap"].integer();
    rag.created_at = item["createdAt"].string();
    rag.updated_at = item["updatedAt"].string();
    rag.coins = amount(root.has("total_coins") ? root["total_coins"] : item["total_coins"]);
    rag.words = amount(root.has("total_words") ? root["total_words"] : item["total_words"]);
    return rag;
}

}  // namespace

std::string id_of(json::Value item) {
    return std::string(item["_id"].string(item["id"].string()));
}

std::vector<std::string> texts_of(json::Value value) {
    constexpr std::size_t kMost = 100;
    std::vector<std::string> texts;
    if (value.is_string() && !value.string().empty()) texts.emplace_back(value.string());
    for (const json::Value item : value.items())
        if (item.is_string() && texts.size() < kMost) texts.emplace_back(item.string());
    return texts;
}

Result<StraicoRag> decode_changed_rag(HttpResponse response) {
    const Result<json::Document> document = open_reply(response, "rag");
    if (!document) return document.error();
    const json::Value root = document->root();
    return read_rag(root["data"].is_object() ? root["data"] : root, root);
}

Result<StraicoRag> decode_rag(HttpResponse response) {
    Result<StraicoRag> rag = decode_changed_rag(std::move(response));
    if (rag && rag->id.empty()) return unreadable("rag", "no id in the answer");
    return rag;
}

Result<std::vector<StraicoRag>> decode_rags(HttpResponse response) {
    return decode_list<StraicoRag>(std::move(response), "rags",
                                   [](json::Value item) { return read_rag(item, json::Value()); });
}

Result<StraicoAnswer> decode_answer(HttpResponse response) {
    const Result<json::Document> document = open_reply(response, "answer");
    if (!document) return document.error();
    const json::Value root = document->root();
    for (const json::Value scope : {root["data"], root["response"], root}) {
        if (!scope["answer"].is_string()) continue;
        StraicoAnswer answer;
        answer.text = scope["answer"].string();
        answer.file_name = scope["file_name"].string();
        answer.coins = amount(scope["coins_used"]);
        for (const json::Value item : scope["references"].items()) {
            StraicoReference reference;
            reference.text = item["page_content"].string();
            reference.page = item["page"].integer();
            if (answer.references.size() < kMaxReferences) answer.references.push_back(std::move(reference));
        }
        return answer;
    }
    return unreadable("answer", "no answer in the answer");
}

Result<void> decode_done(HttpResponse response) {
    if (response.ok() && response.body.empty()) return {};
    const Result<json::Document> document = open_reply(response, "delete");
    if (!document) return document.error();
    return {};
}

}  // namespace confab::core::straico
