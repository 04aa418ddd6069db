#pragma once
/// The completion endpoints: checks a request as strictly as the service does, and answers deterministically.

#include <string>
#include <string_view>

#include "confab/service/http_server.hpp"
#include "core/straico/sandbox/account.hpp"

namespace confab::straico_sandbox {

/// `You said: <last user text> (earlier turns: <n>)`: a test sees what reached the service, and how much
/// memory.
std::string answer_text(std::string_view last_user_text, std::size_t earlier_turns);

/// How the text stands in the answer; all are shapes the service has been seen to use.
enum class ContentShape { text, parts, empty };

/// POST /v0|v2/chat/completions.
HttpServerResponse chat_completion(std::string_view body, Account& account, ContentShape shape);
/// POST /v0/prompt/completion and /v1/prompt/completion.
HttpServerResponse prompt_completion(std::string_view body, Account& account, bool v1);

/// `{"success": false, "error": text}`, as the service answers most mistakes.
HttpServerResponse refusal(int status, std::string_view text);

}  // namespace confab::straico_sandbox
