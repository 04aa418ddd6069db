#pragma once
/// How a command asks its user back.

#include "confab/invocation.hpp"
#include "core/event/owner.hpp"

namespace confab::core {

class Asker {
public:
    virtual ~Asker() = default;
    /// Asks the sender of `event`, in its channel, for `owner`. Errors: see Replier::ask.
    virtual Task<Result<MessageReceived>> ask(Owner& owner, const MessageReceived& event,
                                              Question question) = 0;
};

}  // namespace confab::core
