#include <algorithm>

#include "core/straico/sandbox/answers.hpp"
#include "core/straico/sandbox/catalogue.hpp"
#include "core/straico/sandbox/library.hpp"

namespace confab::straico_sandbox {
namespace {

constexpr std::size_t kMaxAgents = 100;
constexpr const char* kNone = "Agent not found";

bool is_json_list(std::string_view text) {
    const Result<json::Document> document = json::Document::parse(std::string(text));
    return document && document->root().is_array();
}

}  // namespace

void Library::write(json::Writer& writer, const Agent& agent) {
    writer.begin_object().field("_id", agent.id).field("uuidv4", "uuid-" + agent.id);
    writer.field("user_id", "sandbox").field("default_llm", agent.model).field("name", agent.name);
    writer.field("custom_prompt", agent.prompt).field("description", agent.description);
    writer.field("status", "active").field("visibility", "private").key("tags").raw(agent.tags);
    if (!agent.rag.empty()) writer.field("rag", agent.rag);
    writer.field("interaction_count", agent.interactions).key("last_interaction").null();
    writer.field("createdAt", "2025-01-31T12:00:00.000Z").field("updatedAt", "2025-01-31T12:00:00.000Z");
    writer.end_object();
}

HttpServerResponse Library::one(const Agent& agent, int status) {
    json::Writer writer;
    writer.begin_object().field("success", true).key("data");
    write(writer, agent);
    return HttpServerResponse::json(status, std::move(writer.end_object()).str());
}

Library::Agent* Library::find_agent(std::string_view id) {
    for (Agent& agent : agents_)
        if (agent.id == id) return &agent;
    return nullptr;
}

// Empty: it was changed.
std::string Library::change(Agent& agent, const std::vector<FormPart>& fields) {
    Agent changed = agent;
    for (const FormPart& field : fields) {
        if (field.content.empty()) return field.name + " must not be empty";
        if (field.name == "name")
            changed.name = field.content;
        else if (field.name == "custom_prompt")
            changed.prompt = field.content;
        else if (field.name == "default_llm")
            changed.model = field.content;
        else if (field.name == "description")
            changed.description = field.content;
        else if (field.name == "tags")
            changed.tags = field.content;
        else
            return field.name + " is not allowed";
    }
    const Model* model = find_model(changed.model);
    if (!model || model->type != ModelType::chat) return "Model not found";
    if (!is_json_list(changed.tags)) return "tags must be a JSON array";
    agent = std::move(changed);
    return {};
}

HttpServerResponse Library::create_agent(const HttpServerRequest& request) {
    const auto fields = parse_urlencoded(request.body);
    if (!fields) return message_refusal(400, "the body is not urlencoded");
    Agent agent;
    if (const std::string problem = change(agent, *fields); !problem.empty())
        return message_refusal(422, problem);
    if (agent.name.empty() || agent.prompt.empty() || agent.description.empty())
        return message_refusal(422, "name, custom_prompt and description are required");
    if (agents_.size() >= kMaxAgents) return message_refusal(422, "too many");
    agent.id = next_id();
    agents_.push_back(std::move(agent));
    return one(agents_.back(), 201);
}

HttpServerResponse Library::list_agents() const {
    json::Writer writer;
    writer.begin_object().field("success", true).key("data").begin_array();
    for (const Agent& agent : agents_) write(writer, agent);
    return HttpServerResponse::json(200, std::move(writer.end_array().end_object()).str());
}

HttpServerResponse Library::get_agent(std::string_view id) const {
    for (const Agent& agent : agents_)
        if (agent.id == id) return one(agent, 200);
    return message_refusal(404, kNone);
}

HttpServerResponse Library::change_agent(std::string_view id, const HttpServerRequest& request) {
    Agent* agent = find_agent(id);
    if (!agent) return message_refusal(404, kNone);
    const auto fields = parse_urlencoded(request.body);
    if (!fields) return message_refusal(400, "the body is not urlencoded");
    if (const std::string problem = change(*agent, *fields); !problem.empty())
        return message_refusal(422, problem);
    return one(*agent, 200);
}

HttpServerResponse Library::remove_agent(std::string_view id) {
    const auto gone = std::erase_if(agents_, [&](const Agent& agent) { return agent.id == id; });
    return gone ? done("Agent deleted") : message_refusal(404, kNone);
}

HttpServerResponse Library::attach_rag(std::string_view id, const HttpServerRequest& request) {
    Agent* agent = find_agent(id);
    if (!agent) return message_refusal(404, kNone);
    const Result<json::Document> document = json::Document::parse(request.body);
    if (!document || !document->root().is_object())
        return message_refusal(400, "the body is not a JSON object");
    const std::string_view rag = document->root()["rag"].string();
    if (!find_rag(rag)) return message_refusal(404, "RAG not found");
    agent->rag = rag;
    return one(*agent, 200);
}

HttpServerResponse Library::ask_agent(std::string_view id, const HttpServerRequest& request) {
    Agent* agent = find_agent(id);
    if (!agent) return message_refusal(404, kNone);
    const auto fields = parse_urlencoded(request.body);
    if (!fields) return message_refusal(400, "the body is not urlencoded");
    if (const std::string problem = bad_search(*fields); !problem.empty())
        return message_refusal(422, problem);
    ++agent->interactions;
    const std::string_view prompt = text_of(*fields, "prompt");
    return answer(agent->name + " was asked: " + std::string(prompt), find_rag(agent->rag), prompt,
                  agent->model);
}

}  // namespace confab::straico_sandbox
