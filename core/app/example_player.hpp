#pragma once

#include <functional>
#include <string>

#include "core/app/workbench.hpp"

namespace confab::core {

/// What became of one declared example on one network.
class PlayedExample {
public:
    std::string network;
    std::string plugin;
    std::string input;
    std::string expected;
    std::string reply;   ///< As a reader on that network sees it; several lines where it was cut.
    std::string reason;  ///< Why it was not played; empty: it was.
    bool matches = false;
};

/// Plays every example of the workbench's plugins on each network, one after another, and tells `report` of
/// each. A name that a network puts in front of an answer ("alice: ") is no part of it.
Task<void> play_examples(Clock& clock, Workbench& workbench,
                         std::function<void(const PlayedExample&)> report);

}  // namespace confab::core
