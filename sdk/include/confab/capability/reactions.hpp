#pragma once
/// Capability: react to a message with an emoji.

#include "confab/ids.hpp"
#include "confab/message.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

class CONFAB_API Reactions {
public:
    static constexpr const char* kCapabilityId = "confab.reactions/1";
    virtual ~Reactions();
    virtual Task<Result<void>> react(ChannelId channel, MessageId message_id, Emoji emoji) = 0;
};

}  // namespace confab::inline v1
