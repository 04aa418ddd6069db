#pragma once
/// Reads the parts that completions of all endpoints share. Pure.

#include <string>

#include "confab/json.hpp"
#include "confab/service/straico.hpp"

namespace confab::core::straico {

/// A text, or the text parts of an array.
std::string text_of(json::Value content);

/// Coins or words: a number, or an object with `total`, or else with `input` and `output`.
double total_of(json::Value amount);

/// An OpenAI-like completion, or a bare text. Without price and words: they stand beside it.
StraicoPromptAnswer read_completion(json::Value completion);

}  // namespace confab::core::straico
