#pragma once
/// What the supervisor knows of one plugin. For the files that implement Supervisor.

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "core/plugin/plugin_instance.hpp"
#include "core/plugin/supervisor.hpp"

namespace confab::core {

struct Supervisor::Entry {
    enum class State { waiting, starting, running, draining, failed, stopped, stuck };

    std::string describe() const;

    std::string id;
    std::string version;
    State state = State::waiting;
    std::string reason;
    std::optional<Library> library;  // none once refused
    Options options;
    std::unique_ptr<PluginInstance> instance;  // while waiting, starting, running, draining or stuck
    std::string saved;                         // state of the last generation, for the next
    unsigned generation = 0;
    std::vector<std::string> residue;
    std::deque<TimePoint> faults;
};

std::string joined(const std::vector<std::string>& words);

}  // namespace confab::core
