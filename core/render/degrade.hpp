#pragma once

#include <string>
#include <vector>

#include "confab/adapter.hpp"
#include "confab/message.hpp"

namespace confab::core {

/// Replaces the elements that a channel cannot show by ones it can; notes each kind of change once in
/// `notes`. Text is made valid UTF-8 without control characters other than line breaks and tabs.
std::vector<Element> degrade(const std::vector<Element>& elements, const ChannelProfile& profile,
                             std::vector<std::string>& notes);

}  // namespace confab::core
