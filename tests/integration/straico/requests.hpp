#pragma once
/// One good request of each kind.

#include "confab/service/straico.hpp"

namespace confab::test {

inline StraicoPromptRequest prompt_request() {
    StraicoPromptRequest request;
    request.models = {"openai/gpt-4o-mini"};
    request.message = "hello";
    return request;
}

inline StraicoImageRequest image_request() {
    StraicoImageRequest request;
    request.model = "openai/dall-e-3";
    request.description = "a cat";
    return request;
}

inline StraicoVideoRequest video_request() {
    StraicoVideoRequest request;
    request.model = "gen4_turbo";
    request.description = "it jumps";
    request.image_url = "https://files.example/cat.png";
    return request;
}

inline StraicoSpeechRequest speech_request() {
    StraicoSpeechRequest request;
    request.model = "tts-1";
    request.text = "hello & goodbye";
    request.voice = "alloy";
    return request;
}

inline StraicoRagRequest rag_request() {
    StraicoRagRequest request;
    request.name = "books";
    request.description = "some books";
    request.files = {StraicoFile::in_memory("a.txt", "once upon a time")};
    return request;
}

inline StraicoAgentDraft agent_draft() {
    StraicoAgentDraft draft;
    draft.name = "Ann";
    draft.custom_prompt = "be kind";
    draft.model = "o3-2025-04-16";
    draft.description = "kind";
    draft.tags = {"x & y"};
    return draft;
}

}  // namespace confab::test
