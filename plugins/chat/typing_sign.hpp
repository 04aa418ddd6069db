#pragma once

#include <memory>

#include "confab/context.hpp"

namespace confab::chat {

/// As long as it exists, others see that the bot is writing, where the platform can show it. Quick answers
/// show none.
class TypingSign {
public:
    /// `context` must outlive the plugin's tasks, as it does. Nothing is shown before `pause`.
    TypingSign(Context& context, const ChannelRef& where, Duration pause = Duration(500));
    ~TypingSign();
    TypingSign(const TypingSign&) = delete;
    TypingSign& operator=(const TypingSign&) = delete;

private:
    std::shared_ptr<Signal> ended_;  // shared with the task that renews the sign
};

}  // namespace confab::chat
