#include "core/straico/parts.hpp"

#include "core/straico/decode.hpp"
#include "core/straico/encode.hpp"

// Requests are named locals throughout: g++ 12 miscompiles temporaries beside `co_await`.
namespace confab::core::straico {

Task<Result<StraicoPromptReply>> Prompts::complete(StraicoPromptRequest request) {
    Result<HttpRequest> call = encode_prompt(request);
    Result<StraicoPromptReply> reply =
        co_await caller_.buy("prompt", std::move(call), decode_prompt, caller_.config().prompt_timeout,
                             std::move(request.spender));
    if (reply && reply->answers.empty()) co_return all_failed(*reply);
    co_return reply;
}

Task<Result<std::string>> Media::upload(StraicoUpload upload) {
    Result<HttpRequest> call = encode_upload(upload);
    co_return co_await caller_.ask("upload", std::move(call), decode_upload, caller_.config().upload_timeout);
}

Task<Result<StraicoMade>> Media::image(StraicoImageRequest request) {
    Result<HttpRequest> call = encode_image(request);
    const Duration timeout = caller_.config().timeout_of_images(request.variations);
    co_return co_await caller_.buy("image", std::move(call), decode_image, timeout,
                                   std::move(request.spender));
}

Task<Result<StraicoMade>> Media::video(StraicoVideoRequest request) {
    Result<HttpRequest> call = encode_video(request);
    co_return co_await caller_.buy("video", std::move(call), decode_video, caller_.config().video_timeout,
                                   std::move(request.spender));
}

Task<Result<StraicoSpeech>> Media::speech(StraicoSpeechRequest request) {
    Result<HttpRequest> call = encode_speech(request);
    co_return co_await caller_.buy("speech", std::move(call), decode_speech, caller_.config().speech_timeout,
                                   std::move(request.spender));
}

Task<Result<std::vector<StraicoVoice>>> Media::voices() {
    Result<HttpRequest> call = encode_voices();
    co_return co_await caller_.ask("voices", std::move(call), decode_voices);
}

Task<Result<StraicoRag>> Rags::create(StraicoRagRequest request) {
    Result<HttpRequest> call = encode_rag(request);
    co_return co_await caller_.buy("rag_create", std::move(call), decode_rag, caller_.config().rag_timeout,
                                   std::move(request.spender));
}

Task<Result<std::vector<StraicoRag>>> Rags::list() {
    Result<HttpRequest> call = HttpRequest::get("/v0/rag/user");
    co_return co_await caller_.ask("rag_list", std::move(call), decode_rags);
}

Task<Result<StraicoRag>> Rags::get(std::string id) {
    Result<HttpRequest> call = encode_by_id("rag", "GET", "/v0/rag/", id);
    co_return co_await caller_.ask("rag_get", std::move(call), decode_rag);
}

Task<Result<StraicoRag>> Rags::add_files(StraicoRagFiles request) {
    Result<HttpRequest> call = encode_rag_files(request);
    Result<StraicoRag> rag = co_await caller_.buy("rag_add", std::move(call), decode_changed_rag,
                                                  caller_.config().rag_timeout, std::move(request.spender));
    if (rag && rag->id.empty()) rag->id = std::move(request.rag);
    co_return rag;
}

Task<Result<void>> Rags::remove(std::string id) {
    Result<HttpRequest> call = encode_by_id("rag", "DELETE", "/v0/rag/", id);
    co_return co_await caller_.ask("rag_delete", std::move(call), decode_done);
}

Task<Result<StraicoAnswer>> Rags::ask(StraicoRagQuestion question) {
    Result<HttpRequest> call = encode_rag_question(question);
    co_return co_await caller_.buy("rag_prompt", std::move(call), decode_answer, caller_.config().rag_timeout,
                                   std::move(question.spender));
}

Task<Result<StraicoAgent>> Agents::create(StraicoAgentDraft draft) {
    Result<HttpRequest> call = encode_agent(draft);
    co_return co_await caller_.ask("agent_create", std::move(call), decode_agent);
}

Task<Result<std::vector<StraicoAgent>>> Agents::list() {
    Result<HttpRequest> call = HttpRequest::get("/v0/agent/");
    co_return co_await caller_.ask("agent_list", std::move(call), decode_agents);
}

Task<Result<StraicoAgent>> Agents::get(std::string id) {
    Result<HttpRequest> call = encode_by_id("agent", "GET", "/v0/agent/", id);
    co_return co_await caller_.ask("agent_get", std::move(call), decode_agent);
}

Task<Result<StraicoAgent>> Agents::update(StraicoAgentChange change) {
    Result<HttpRequest> call = encode_agent_change(change);
    Result<StraicoAgent> agent = co_await caller_.ask("agent_update", std::move(call), decode_changed_agent);
    if (agent && agent->id.empty()) agent->id = std::move(change.agent);
    co_return agent;
}

Task<Result<void>> Agents::remove(std::string id) {
    Result<HttpRequest> call = encode_by_id("agent", "DELETE", "/v0/agent/", id);
    co_return co_await caller_.ask("agent_delete", std::move(call), decode_done);
}

Task<Result<StraicoAgent>> Agents::attach_rag(std::string agent, std::string rag) {
    Result<HttpRequest> call = encode_agent_rag(agent, rag);
    Result<StraicoAgent> changed = co_await caller_.ask("agent_rag", std::move(call), decode_changed_agent);
    if (changed && changed->id.empty()) changed->id = std::move(agent);
    if (changed && changed->rag.empty()) changed->rag = std::move(rag);
    co_return changed;
}

Task<Result<StraicoAnswer>> Agents::ask(StraicoAgentQuestion question) {
    Result<HttpRequest> call = encode_agent_question(question);
    co_return co_await caller_.buy("agent_prompt", std::move(call), decode_answer,
                                   caller_.config().agent_timeout, std::move(question.spender));
}

}  // namespace confab::core::straico
