#pragma once
/// Every endpoint by its name, called with a good request.

#include <optional>

#include "confab/service/straico.hpp"
#include "tests/integration/straico/requests.hpp"

namespace confab::test {

template <class T>
Task<std::optional<Error>> outcome(Task<Result<T>> call) {
    const Result<T> result = co_await std::move(call);
    if (result) co_return std::nullopt;
    co_return result.error();
}

struct Endpoint {
    const char* name;
    bool repeatable;  // does a lost answer allow another attempt?
    Task<std::optional<Error>> (*call)(Straico&);
};

inline StraicoChatRequest chat_request() {
    StraicoChatRequest request;
    request.model = "openai/gpt-4o-mini";
    request.messages.emplace_back("user", "hello");
    return request;
}
inline StraicoUpload small_upload() {
    return StraicoUpload(StraicoFile::in_memory("a.txt", "x"));
}

inline const Endpoint kEndpoints[] = {
    {"user", true,
     [](Straico& s) {
         return outcome(s.user());
     }},
    {"model", true,
     [](Straico& s) {
         return outcome(s.model("o3-2025-04-16"));
     }},
    {"voices", true,
     [](Straico& s) {
         return outcome(s.media().voices());
     }},
    {"rags", true,
     [](Straico& s) {
         return outcome(s.rags().list());
     }},
    {"agents", true,
     [](Straico& s) {
         return outcome(s.agents().list());
     }},
    {"chat", false,
     [](Straico& s) {
         return outcome(s.chat(chat_request()));
     }},
    {"prompt", false,
     [](Straico& s) {
         return outcome(s.prompts().complete(prompt_request()));
     }},
    {"image", false,
     [](Straico& s) {
         return outcome(s.media().image(image_request()));
     }},
    {"video", false,
     [](Straico& s) {
         return outcome(s.media().video(video_request()));
     }},
    {"speech", false,
     [](Straico& s) {
         return outcome(s.media().speech(speech_request()));
     }},
    {"upload", false,
     [](Straico& s) {
         return outcome(s.media().upload(small_upload()));
     }},
    {"rag", false,
     [](Straico& s) {
         return outcome(s.rags().create(rag_request()));
     }},
    {"agent", false,
     [](Straico& s) {
         return outcome(s.agents().create(agent_draft()));
     }},
};

}  // namespace confab::test
