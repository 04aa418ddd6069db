#pragma once

#include <confab/plugin.hpp>
#include <confab/service/language_model.hpp>
#include <optional>
#include <string>
#include <vector>

#include "memory.hpp"

namespace confab::chat {

/// Talks with people: `ask`, mentions and direct messages, with a memory for each channel. The host runs what
/// happens in one channel in order, so there is one answer at a time.
class Chat final : public Plugin {
public:
    using Needs = Services<LanguageModel>;
    static constexpr OptionSpec kOptions[] = {
        {"system_prompt", OptionType::string,
         "You are a helpful assistant in a chat. Answer briefly, in the language you are asked in.",
         "What the model is told before every conversation; empty: nothing.", false},
        {"model", OptionType::string, nullptr, "Model to ask; unset: the provider's default.", false},
        {"models", OptionType::list, nullptr, "Models people may choose with `model`; unset: none.", false},
        {"conversation", OptionType::boolean, "true", "Answer mentions and direct messages, not only `ask`.",
         false},
        {"max_turns", OptionType::integer, "20", "Turns remembered for each channel.", false},
        {"max_characters", OptionType::integer, "12000",
         "Characters remembered for each channel; also the longest question.", false},
    };

    Task<void> start(Context& ctx) override;

private:
    Task<Reply> ask(Invocation& call);
    Task<void> converse(const MessageReceived& event);
    std::string clear(const ChannelRef& where);
    std::string model(Invocation& call);

    /// The answer for people, whatever happens.
    Task<Message> answer(ChannelRef where, UserId asker, std::string question);
    bool is_choosable(const std::string& model) const;

    Context* context_ = nullptr;
    LanguageModel* model_ = nullptr;
    std::string system_prompt_;
    std::string default_model_;
    std::vector<std::string> models_;
    std::size_t max_characters_ = 0;
    std::optional<Memory> memory_;
};

}  // namespace confab::chat
