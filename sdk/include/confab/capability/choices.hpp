#pragma once
/// Capability: a question with buttons.

#include <string>
#include <vector>

#include "confab/ids.hpp"
#include "confab/message.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

class CONFAB_API Choices {
public:
    static constexpr const char* kCapabilityId = "confab.choices/1";
    virtual ~Choices();
    /// How many choices one message can show.
    virtual std::size_t max_choices() const noexcept = 0;
    /// Sends `prompt` with one button for each choice. Who presses one "says" its text: a MessageReceived
    /// with that text.
    virtual Task<Result<MessageId>> send_choices(ChannelId channel, Message prompt,
                                                 std::vector<std::string> choices) = 0;
};

}  // namespace confab::inline v1
