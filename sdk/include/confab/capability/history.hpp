#pragma once
/// Capability: read what was said before, on request.

#include <vector>

#include "confab/event.hpp"
#include "confab/ids.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

class CONFAB_API History {
public:
    static constexpr const char* kCapabilityId = "confab.history/1";
    virtual ~History();
    /// At most `limit` messages before `message_id` (empty: the latest), oldest first, with the origin
    /// `history`. They are returned, not dispatched: no handler hears them.
    virtual Task<Result<std::vector<MessageReceived>>> before(ChannelId channel, MessageId message_id,
                                                              std::size_t limit) = 0;
};

}  // namespace confab::inline v1
