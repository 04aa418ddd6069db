#pragma once
/// Makes the HTTP requests of the Straico API, checked: the `url` is the path only, key and deadline are
/// missing. Pure, but for a look at the size of files.

#include <string>

#include "confab/result.hpp"
#include "confab/service/http_message.hpp"
#include "confab/service/straico.hpp"

namespace confab::core::straico {

/// POST /v2/chat/completions: the OpenAI shape, without streaming (the service has none).
Result<HttpRequest> encode_chat(const StraicoChatRequest& request);
/// POST /v1/prompt/completion.
Result<HttpRequest> encode_prompt(const StraicoPromptRequest& request);

/// GET of a list of models, or (v2) of one; from the cache if it has it.
HttpRequest encode_models(std::string path);
Result<HttpRequest> encode_model(const std::string& id);

/// POST /v0/file/upload.
Result<HttpRequest> encode_upload(const StraicoUpload& upload);
/// POST /v0/image/generation; models of fal.ai exist at /v1 only.
Result<HttpRequest> encode_image(const StraicoImageRequest& request);
/// POST /v1/image/tovideo.
Result<HttpRequest> encode_video(const StraicoVideoRequest& request);
/// POST /v1/tts/create.
Result<HttpRequest> encode_speech(const StraicoSpeechRequest& request);
/// GET /v1/tts/elevenlabslist.
HttpRequest encode_voices();

Result<HttpRequest> encode_rag(const StraicoRagRequest& request);
Result<HttpRequest> encode_rag_files(const StraicoRagFiles& request);
Result<HttpRequest> encode_rag_question(const StraicoRagQuestion& question);

Result<HttpRequest> encode_agent(const StraicoAgentDraft& draft);
Result<HttpRequest> encode_agent_change(const StraicoAgentChange& change);
Result<HttpRequest> encode_agent_rag(const std::string& agent, const std::string& rag);
Result<HttpRequest> encode_agent_question(const StraicoAgentQuestion& question);

/// `method` on one thing of the service: `folder` ("/v0/rag/") and its id. `what` names the call in errors.
Result<HttpRequest> encode_by_id(std::string_view what, std::string method, std::string_view folder,
                                 const std::string& id);

}  // namespace confab::core::straico
