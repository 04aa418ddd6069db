#pragma once
/// Who or what a limit of a command counts.

#include <string>

#include "confab/command.hpp"

namespace confab::core {

/// A key that is the same for all uses that share the limit.
inline std::string subject_of(Per per, const MessageReceived& message) {
    const ChannelRef& where = message.channel.ref;
    switch (per) {
        case Per::user:
            return where.account.str() + "\n" + message.sender.id.str();
        case Per::channel:
            return where.account.str() + "\n" + where.channel.str();
        case Per::global:
            break;
    }
    return {};
}

}  // namespace confab::core
