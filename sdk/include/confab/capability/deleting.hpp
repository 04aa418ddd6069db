#pragma once
/// Capability: take a message back, or remove somebody's where the platform allows the bot to.

#include "confab/ids.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

class CONFAB_API Deleting {
public:
    static constexpr const char* kCapabilityId = "confab.deleting/1";
    virtual ~Deleting();
    virtual Task<Result<void>> remove(ChannelId channel, MessageId message_id) = 0;
};

}  // namespace confab::inline v1
