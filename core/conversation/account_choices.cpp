#include "core/conversation/account_choices.hpp"

#include "confab/capability/choices.hpp"

namespace confab::core {

Task<std::optional<Result<void>>> AccountChoices::send_choices(const MessageReceived& event, Message prompt,
                                                               std::vector<std::string> choices) {
    auto* capability =
        static_cast<Choices*>(accounts_.capability(event.channel.ref.account, Choices::kCapabilityId));
    if (!capability || choices.size() > capability->max_choices()) co_return std::nullopt;
    if (!event.id.empty()) prompt.reply_to(event.id);
    const Result<MessageId> sent =
        co_await capability->send_choices(event.channel.ref.channel, std::move(prompt), std::move(choices));
    Result<void> result;
    if (!sent) result = sent.error();
    co_return result;
}

}  // namespace confab::core
