#pragma once
/// Capability: show others that the bot is writing.

#include "confab/ids.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

class CONFAB_API Typing {
public:
    static constexpr const char* kCapabilityId = "confab.typing/1";
    virtual ~Typing();
    /// Shows the sign for a few seconds (Discord 10 s, Matrix 30 s); a message sent ends it. Errors may be
    /// ignored.
    virtual Task<Result<void>> show_typing(ChannelId channel) = 0;
};

}  // namespace confab::inline v1
