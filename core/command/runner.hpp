#pragma once
/// One use of a command from the first check to the end, whoever asked for it. The checks in their order:
/// does the command exist on this platform, does the kind of channel fit, does the sender have the permission
/// (here the arguments are read), is it used too often, is it still running.

#include <memory>
#include <optional>

#include "confab/service/clock.hpp"
#include "confab/service/permissions.hpp"
#include "core/command/argument_value.hpp"
#include "core/command/cooldown.hpp"
#include "core/command/overlap.hpp"
#include "core/event/lanes.hpp"

namespace confab::core {

/// Errors have one line for the user as context. I/O thread only.
class CommandRunner {
public:
    CommandRunner(Lanes& lanes, Clock& clock, const NameLookup& names, const Permissions& permissions)
        : lanes_(lanes), clock_(clock), names_(names), permissions_(permissions) {}

    bool exists_on(const Command& command, const AccountId& account) const;
    bool may_use(const Command& command, const MessageReceived& message) const;
    /// Kind of channel and permission. Errors: forbidden.
    Result<void> admit(const Command& command, const MessageReceived& message) const;
    /// Cooldown and overlap; the use is charged when it may begin. A command with an overlap policy gets a
    /// place in line: then the use needs a task of its own. Errors: rate_limited.
    Result<std::optional<Overlaps::Place>> begin(const Command& command, const MessageReceived& message);

    /// Runs the handler and hands its answer to `replier`. False: it threw, which is reported as a fault of
    /// the command's owner. Only cancellation is passed on. Arguments live until the task ends.
    Task<bool> perform(std::shared_ptr<Command> command, std::shared_ptr<const Event> event,
                       Arguments arguments, Replier& replier);
    /// Counts as a handler that is running while it lives.
    Lanes::Presence presence(const Command& command) { return Lanes::Presence(lanes_, command.owner); }
    NameScope scope(const MessageReceived& message) const {
        return NameScope(message.channel.ref.account, names_);
    }

private:
    Lanes& lanes_;
    Clock& clock_;
    const NameLookup& names_;
    const Permissions& permissions_;
    Cooldowns cooldowns_;
    Overlaps overlaps_;
};

}  // namespace confab::core
