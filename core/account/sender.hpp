#pragma once
/// How the core and plugins get messages out.

#include "confab/event.hpp"
#include "confab/result.hpp"

namespace confab::core {

class Sender {
public:
    virtual ~Sender() = default;
    virtual Task<Result<Receipt>> send(ChannelRef where, Message message) = 0;
    /// Answers `event` where it happened: as a reply where the platform has such a thing, else, in a group,
    /// with the person's name in front.
    virtual Task<Result<Receipt>> reply(const MessageReceived& event, Message message) = 0;
};

}  // namespace confab::core
