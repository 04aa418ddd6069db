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

/// Where nobody can be asked.
class NoAsker final : public Asker {
public:
    Task<Result<MessageReceived>> ask(Owner&, const MessageReceived&, Question) override {
        co_return Error(Errc::unsupported, "nobody can be asked here");
    }
};

}  // namespace confab::core
