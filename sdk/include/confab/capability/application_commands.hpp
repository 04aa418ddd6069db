#pragma once
/// Capability: commands in the platform's own interface, with completion and checked arguments.

#include <vector>

#include "confab/command_schema.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

class CONFAB_API ApplicationCommands {
public:
    static constexpr const char* kCapabilityId = "confab.application_commands/1";
    virtual ~ApplicationCommands();
    /// Makes exactly these known, in the place of what was known before; called again when they change, and
    /// after each time the account gets ready. A use arrives as a MessageReceived with `command` set. What
    /// the platform cannot express (names, lengths, numbers of them) is left out, and logged once.
    virtual Task<Result<void>> publish(std::vector<CommandSchema> commands) = 0;
};

}  // namespace confab::inline v1
