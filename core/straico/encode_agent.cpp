#include "confab/json.hpp"
#include "core/straico/check.hpp"
#include "core/straico/encode.hpp"
#include "core/straico/encode_search.hpp"

namespace confab::core::straico {
namespace {

// The one list of this endpoint is a JSON array as a text.
std::string tags_text(const std::vector<std::string>& tags) {
    json::Writer writer;
    writer.begin_array();
    for (const std::string& tag : tags) writer.value(tag);
    return std::move(writer.end_array()).str();
}

}  // namespace

Result<HttpRequest> encode_agent(const StraicoAgentDraft& draft) {
    Check check("agent");
    check.filled("name", draft.name).filled("custom_prompt", draft.custom_prompt);
    check.model("model", draft.model).filled("description", draft.description);
    if (check.error()) return *check.error();
    FormFields fields;
    fields.emplace_back("name", draft.name);
    fields.emplace_back("custom_prompt", draft.custom_prompt);
    fields.emplace_back("default_llm", draft.model);
    fields.emplace_back("description", draft.description);
    fields.emplace_back("tags", tags_text(draft.tags));
    return HttpRequest::form("POST", "/v0/agent", fields);
}

Result<HttpRequest> encode_agent_change(const StraicoAgentChange& change) {
    Check check("agent");
    check.id("agent", change.agent);
    if (change.name) check.filled("name", *change.name);
    if (change.custom_prompt) check.filled("custom_prompt", *change.custom_prompt);
    if (change.model) check.model("model", *change.model);
    if (change.description) check.filled("description", *change.description);
    FormFields fields;
    if (change.name) fields.emplace_back("name", *change.name);
    if (change.custom_prompt) fields.emplace_back("custom_prompt", *change.custom_prompt);
    if (change.model) fields.emplace_back("default_llm", *change.model);
    if (change.description) fields.emplace_back("description", *change.description);
    if (change.tags) fields.emplace_back("tags", tags_text(*change.tags));
    check.that(!fields.empty(), "change", "must change something");
    if (check.error()) return *check.error();
    return HttpRequest::form("PUT", "/v0/agent/" + change.agent, fields);
}

Result<HttpRequest> encode_agent_rag(const std::string& agent, const std::string& rag) {
    Check check("agent");
    check.id("agent", agent).id("rag", rag);
    if (check.error()) return *check.error();
    json::Writer writer;
    writer.begin_object().field("rag", rag).end_object();
    return HttpRequest::json("POST", "/v0/agent/" + agent + "/rag", std::move(writer).str());
}

Result<HttpRequest> encode_agent_question(const StraicoAgentQuestion& question) {
    Check check("agent prompt");
    check.id("agent", question.agent).filled("prompt", question.prompt).search(question.search);
    if (check.error()) return *check.error();
    FormFields fields;
    fields.emplace_back("prompt", question.prompt);
    add_search(fields, question.search);
    return HttpRequest::form("POST", "/v0/agent/" + question.agent + "/prompt", fields);
}

}  // namespace confab::core::straico
