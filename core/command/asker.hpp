#pragma once
/// How commands ask back.

#include "confab/invocation.hpp"
#include "core/event/owner.hpp"

namespace confab::core {

class Asker {
public:
    virtual ~Asker() = default;
    /// Asks the sender of `event`, in its channel, for `owner`, which is whose task waits. `event` lives
    /// until this returns. Errors as Replier::ask.
    virtual Task<Result<MessageReceived>> ask(Owner& owner, const MessageReceived& event,
                                              Question question) = 0;
};

}  // namespace confab::core
