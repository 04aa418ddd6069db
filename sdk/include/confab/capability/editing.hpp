#pragma once
/// Capability: change what the bot said before.

#include "confab/ids.hpp"
#include "confab/message.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

class CONFAB_API Editing {
public:
    static constexpr const char* kCapabilityId = "confab.editing/1";
    virtual ~Editing();
    /// Replaces the whole body. The message must fit one part. `message_id` is one from a Receipt.
    virtual Task<Result<void>> edit(ChannelId channel, MessageId message_id, Message message) = 0;
};

}  // namespace confab::inline v1
