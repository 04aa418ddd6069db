// Which method on which path leads where, and who may.
#include "core/straico/sandbox/answers.hpp"
#include "core/straico/sandbox/catalogue.hpp"
#include "core/straico/sandbox/chat.hpp"
#include "core/straico/sandbox/media.hpp"
#include "core/straico/sandbox/stand_in.hpp"

namespace confab::straico_sandbox {
namespace {

enum class Body { none, json, form, multipart };

AnswerShape shape_of(const Fault& fault) {
    if (fault.name == "parts") return AnswerShape::parts;
    if (fault.name == "model_fails") return AnswerShape::failed;
    return fault.name == "empty" ? AnswerShape::empty : AnswerShape::text;
}

bool is_type(Body body, std::string_view content_type) {
    switch (body) {
        case Body::json:
            return content_type.starts_with("application/json");
        case Body::form:
            return content_type.starts_with("application/x-www-form-urlencoded");
        case Body::multipart:
            return content_type.starts_with("multipart/form-data");
        case Body::none:
            break;
    }
    return true;
}

// `*` stands for one segment. The id of a model is all that is left.
bool matches(std::string_view pattern, std::string_view path, std::string_view& id) {
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos) return pattern == path;
    const std::string_view before = pattern.substr(0, star);
    const std::string_view after = pattern.substr(star + 1);
    if (path.size() <= before.size() + after.size() || !path.starts_with(before) || !path.ends_with(after))
        return false;
    id = path.substr(before.size(), path.size() - before.size() - after.size());
    return before == "/v2/models/" || id.find('/') == std::string_view::npos;
}

HttpServerResponse ok(std::string body) {
    return HttpServerResponse::json(200, std::move(body));
}

HttpServerResponse one_model(std::string_view id) {
    const Model* model = find_model(id);
    return model ? ok(model_v2(*model)) : refusal(404, "Model not found");
}

}  // namespace

struct StandIn::Call {
    const HttpServerRequest& request;
    std::string_view id;
    std::string host;
    AnswerShape shape;
    bool as_sound;
};

struct StandIn::Route {
    std::string_view method;
    std::string_view pattern;
    Body body;
    HttpServerResponse (*run)(StandIn&, const Call&);
};

const StandIn::Route StandIn::kRoutes[] = {
    {"GET", "/v0/user", Body::none, [](StandIn& s, const Call&) { return ok(s.account_.user_body()); }},
    {"GET", "/v0/models", Body::none, [](StandIn&, const Call&) { return ok(models_v0()); }},
    {"GET", "/v1/models", Body::none, [](StandIn&, const Call&) { return ok(models_v1()); }},
    {"GET", "/v2/models", Body::none, [](StandIn&, const Call&) { return ok(models_v2()); }},
    {"GET", "/v2/models/*", Body::none, [](StandIn&, const Call& c) { return one_model(c.id); }},
    {"GET", "/v1/tts/elevenlabslist", Body::none, [](StandIn&, const Call&) { return ok(voices_body()); }},

    {"POST", "/v0/chat/completions", Body::json,
     [](StandIn& s, const Call& c) { return chat_completion(c.request.body, s.account_, c.shape); }},
    {"POST", "/v2/chat/completions", Body::json,
     [](StandIn& s, const Call& c) { return chat_completion(c.request.body, s.account_, c.shape); }},
    {"POST", "/v0/prompt/completion", Body::json,
     [](StandIn& s, const Call& c) { return prompt_completion_v0(c.request.body, s.account_, c.shape); }},
    {"POST", "/v1/prompt/completion", Body::json,
     [](StandIn& s, const Call& c) { return prompt_completion_v1(c.request.body, s.account_, c.shape); }},

    {"POST", "/v0/file/upload", Body::multipart,
     [](StandIn& s, const Call& c) { return upload(c.request, s.files_, c.host); }},
    {"POST", "/v0/image/generation", Body::json,
     [](StandIn& s, const Call& c) { return make_image(c.request, s.account_, s.files_, c.host, false); }},
    {"POST", "/v1/image/generation", Body::json,
     [](StandIn& s, const Call& c) { return make_image(c.request, s.account_, s.files_, c.host, true); }},
    {"POST", "/v1/image/tovideo", Body::json,
     [](StandIn& s, const Call& c) { return make_video(c.request, s.account_, s.files_, c.host); }},
    {"POST", "/v1/tts/create", Body::form,
     [](StandIn& s, const Call& c) {
         return make_speech(c.request, s.account_, s.files_, c.host, c.as_sound);
     }},

    {"POST", "/v0/rag", Body::multipart,
     [](StandIn& s, const Call& c) { return s.library_.create_rag(c.request); }},
    {"GET", "/v0/rag/user", Body::none, [](StandIn& s, const Call&) { return s.library_.list_rags(); }},
    {"GET", "/v0/rag/*", Body::none, [](StandIn& s, const Call& c) { return s.library_.get_rag(c.id); }},
    {"PUT", "/v0/rag/*", Body::multipart,
     [](StandIn& s, const Call& c) { return s.library_.grow_rag(c.id, c.request); }},
    {"DELETE", "/v0/rag/*", Body::none,
     [](StandIn& s, const Call& c) { return s.library_.remove_rag(c.id); }},
    {"POST", "/v0/rag/*/prompt", Body::form,
     [](StandIn& s, const Call& c) { return s.library_.ask_rag(c.id, c.request); }},

    {"POST", "/v0/agent", Body::form,
     [](StandIn& s, const Call& c) { return s.library_.create_agent(c.request); }},
    {"GET", "/v0/agent/", Body::none, [](StandIn& s, const Call&) { return s.library_.list_agents(); }},
    {"GET", "/v0/agent/*", Body::none,
     [](StandIn& s, const Call& c) { return s.library_.get_agent(c.id); }},
    {"PUT", "/v0/agent/*", Body::form,
     [](StandIn& s, const Call& c) { return s.library_.change_agent(c.id, c.request); }},
    {"DELETE", "/v0/agent/*", Body::none,
     [](StandIn& s, const Call& c) { return s.library_.remove_agent(c.id); }},
    {"POST", "/v0/agent/*/rag", Body::json,
     [](StandIn& s, const Call& c) { return s.library_.attach_rag(c.id, c.request); }},
    {"POST", "/v0/agent/*/prompt", Body::form,
     [](StandIn& s, const Call& c) { return s.library_.ask_agent(c.id, c.request); }},
};

HttpServerResponse StandIn::run(const Route& route, const Call& call) {
    if (!is_type(route.body, call.request.headers.get("Content-Type")))
        return refusal(415, "Content-Type is not the one of this endpoint");
    if (route.body == Body::json || route.body == Body::form) last_request_ = call.request.body;
    return route.run(*this, call);
}

HttpServerResponse StandIn::serve(const HttpServerRequest& request, const Fault& fault) {
    const std::string_view path = request.path();
    if (request.method == "GET" && path.starts_with("/files/")) {  // as public as the real ones
        const StoredFile* file = files_.find(path);
        return file ? HttpServerResponse(200, file->content, file->content_type) : refusal(404, "Not found");
    }
    if (request.headers.get("Authorization") != "Bearer " + key_.reveal())
        return refusal(401, "Invalid API key");
    bool known = false;
    for (const Route& route : kRoutes) {
        Call call{request,
                  {},
                  "http://" + std::string(request.headers.get("Host")),
                  shape_of(fault),
                  fault.name == "audio"};
        if (!matches(route.pattern, path, call.id)) continue;
        if (route.method == request.method) return run(route, call);
        known = true;
    }
    return known ? refusal(405, "Method not allowed") : refusal(404, "Not found");
}

}  // namespace confab::straico_sandbox
