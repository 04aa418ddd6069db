#include "staging.hpp"

namespace confab::irc_sandbox {

Result<void> Staging::stage(const std::string& name, const std::string& argument) {
    for (const auto* list : {&switches(), &link_faults(), &deeds()}) {
        for (const NamedStage& item : *list) {
            if (name != item.name) continue;
            const ClientPtr bot = network_.bot();
            if (item.needs_bot && !bot) return Error(Errc::not_found, "the bot is not connected");
            return item.run(network_, bot, argument);
        }
    }
    return Error(Errc::not_found, "the IRC stand-in has no fault `" + name + "`");
}

}  // namespace confab::irc_sandbox
