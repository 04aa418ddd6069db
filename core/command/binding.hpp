#pragma once
/// From what somebody wrote, picked or generated to the arguments that a handler gets. Work and memory are
/// bounded by the first excess; the context of every error is one line for whoever wrote it.

#include <string>
#include <utility>
#include <vector>

#include "confab/invocation.hpp"
#include "confab/json.hpp"
#include "core/command/argument_text.hpp"
#include "core/command/argument_value.hpp"
#include "core/command/signature.hpp"

namespace confab::core {

/// Values that one repeated parameter takes.
inline constexpr std::size_t kMaxValues = 1000;

/// What stands in `text` from `from` on, behind the command's name.
Result<Arguments> bind_text(const Signature& signature, const ArgumentText& text, std::size_t from,
                            const NameScope& names);

/// What was filled in in a platform's own interface, by name. Several values of a repeated parameter stand in
/// one text, or come one by one.
Result<Arguments> bind_pairs(const Signature& signature,
                             const std::vector<std::pair<std::string, std::string>>& pairs,
                             const NameScope& names);

/// The members of an object, as a model writes them for a tool.
Result<Arguments> bind_json(const Signature& signature, json::Value object, const NameScope& names);

}  // namespace confab::core
