#pragma once

#include <string>

#include "core/app/sandboxes.hpp"

namespace confab::core {

/// One line of the conversation on standard output: network, channel, who, what.
void show_line(const std::string& network, const std::string& channel, const std::string& who,
               const std::string& text);

/// Lets the reader type on any network as `alice` until the end of the input, `quit`, or `stop`.
Task<void> run_prompt(Runtime& runtime, LogSystem& logs, Sandboxes& sandboxes, Signal& stop);

}  // namespace confab::core
