#pragma once
/// Makes things happen on the server by name: faults, switches, and what people do. README.md lists them.

#include <string>

#include "confab/result.hpp"
#include "network.hpp"

namespace confab::irc_sandbox {

class Staging {
public:
    static constexpr const char* kChannel = "#confab";  ///< Where things happen unless told otherwise.
    static constexpr const char* kBotNick = "confab";

    explicit Staging(Network& network) : network_(network) {}

    /// Errc::not_found: no such fault, or the bot it is about is not connected. Errc::invalid_argument: the
    /// argument does not fit.
    Result<void> stage(const std::string& name, const std::string& argument);

    Network& network() { return network_; }

private:
    Network& network_;
};

/// `bot` is null only for those that need none.
using Stage = Result<void> (*)(Network& network, const ClientPtr& bot, const std::string& argument);

class NamedStage {
public:
    const char* name;
    bool needs_bot;
    Stage run;
};

// staged_switches.cpp: how the server is, from now on.
const std::vector<NamedStage>& switches();
// staged_faults.cpp: what goes wrong on connections.
const std::vector<NamedStage>& link_faults();
// staged_people.cpp: what others do.
const std::vector<NamedStage>& deeds();

}  // namespace confab::irc_sandbox
