#pragma once
/// The shapes in which the stand-in answers.

#include <string>
#include <string_view>

#include "confab/json.hpp"
#include "confab/service/http_server.hpp"

namespace confab::straico_sandbox {

/// `{"success": false, "error": text}`, as most endpoints answer mistakes.
HttpServerResponse refusal(int status, std::string_view text);
/// `{"success": false, "message": text}`, as documents and agents do.
HttpServerResponse message_refusal(int status, std::string_view text);
/// `{"success": true, "message": text}`.
HttpServerResponse done(std::string_view text);

HttpServerResponse out_of_coins();
HttpServerResponse no_such_model(std::string_view id);

/// `key: {input, output, total}`.
void write_sums(json::Writer& writer, const char* key, double input, double output);

std::size_t count_words(std::string_view text);

}  // namespace confab::straico_sandbox
