#include "confab/json.hpp"
#include "core/straico/decode.hpp"
#include "core/straico/decode_error.hpp"
#include "core/straico/decode_things.hpp"

namespace confab::core::straico {
namespace {

// An id, the whole thing, or a list of either, under one of two names.
std::string rag_of(json::Value agent) {
    json::Value rag = agent.has("rag") ? agent["rag"] : agent["rag_association"];
    if (rag.is_array()) rag = rag.at(0);
    return rag.is_string() ? std::string(rag.string()) : id_of(rag);
}

StraicoAgent read_agent(json::Value item) {
    StraicoAgent agent;
    agent.id = id_of(item);
    agent.uuid = item["uuidv4"].string();
    agent.name = item["name"].string();
    agent.custom_prompt = item["custom_prompt"].string();
    agent.model = item["default_llm"].string();
    agent.description = item["description"].string();
    agent.status = item["status"].string();
    agent.visibility = item["visibility"].string();
    agent.tags = texts_of(item["tags"]);
    agent.rag = rag_of(item);
    agent.interactions = item["interaction_count"].integer();
    agent.last_interaction = item["last_interaction"].string();
    agent.created_at = item["createdAt"].string();
    agent.updated_at = item["updatedAt"].string();
    return agent;
}

}  // namespace

Result<StraicoAgent> decode_changed_agent(HttpResponse response) {
    const Result<json::Document> document = open_reply(response, "agent");
    if (!document) return document.error();
    const json::Value root = document->root();
    return read_agent(root["data"].is_object() ? root["data"] : root);
}

Result<StraicoAgent> decode_agent(HttpResponse response) {
    Result<StraicoAgent> agent = decode_changed_agent(std::move(response));
    if (agent && agent->id.empty()) return unreadable("agent", "no id in the answer");
    return agent;
}

Result<std::vector<StraicoAgent>> decode_agents(HttpResponse response) {
    return decode_list<StraicoAgent>(std::move(response), "agents", read_agent);
}

}  // namespace confab::core::straico
