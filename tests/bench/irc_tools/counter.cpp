// The bot's part in irc.py: counts the messages of a channel, and says how many there were when asked.
#include <string>

#include <confab/plugin.hpp>

namespace {

using namespace confab;

class Counter : public Plugin {
    Task<> start(Context& ctx) override {
        ctx.on<MessageReceived>([this, &ctx](const MessageReceived& event) { return heard(ctx, event); });
        co_return;
    }

    Task<> heard(Context& ctx, const MessageReceived& event) {
        const std::string text = event.message.plain_text();
        if (text.starts_with("flood ")) {
            ++count_;
        } else if (text == "how many") {
            const std::string answer = "heard " + std::to_string(count_);
            count_ = 0;
            const Result<Receipt> sent = co_await ctx.send(event.channel.ref, Message(answer));
            if (!sent) ctx.log().error("no answer", {{"reason", sent.error().message()}});
        }
    }

    int count_ = 0;
};

}  // namespace

CONFAB_PLUGIN(Counter)
