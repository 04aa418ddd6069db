#include "core/straico/encode.hpp"

#include "confab/json.hpp"

namespace confab::core::straico {

std::string encode_chat(const StraicoChatRequest& request) {
    json::Writer writer;
    writer.begin_object().field("model", request.model).key("messages").begin_array();
    for (const StraicoTurn& turn : request.messages)
        writer.begin_object().field("role", turn.role).field("content", turn.content).end_object();
    writer.end_array();
    writer.field("temperature", request.temperature);
    if (request.max_tokens > 0) writer.field("max_tokens", request.max_tokens);
    return std::move(writer.end_object()).str();
}

}  // namespace confab::core::straico
