#pragma once
/// Writes requests of the Straico API. Pure.

#include <string>

#include "confab/service/straico.hpp"

namespace confab::core::straico {

/// The body of POST /v2/chat/completions: the OpenAI shape, without streaming (the service has none).
std::string encode_chat(const StraicoChatRequest& request);

}  // namespace confab::core::straico
