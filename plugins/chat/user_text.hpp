#pragma once

#include <string>

#include "confab/result.hpp"

namespace confab::chat {

/// What people are told when there is no answer. Never the error's own words: those are for the log.
std::string user_text(const Error& error);

}  // namespace confab::chat
