#include <confab/plugin.hpp>
#include <scores/scores.hpp>

#include <algorithm>

namespace example {

/// Congratulates everybody who reaches a round number, in the channel where it was told to.
class Congratulations final : public confab::Plugin {
public:
    using Needs = confab::Services<Scores>;  // started after it is offered, stopped before it goes
    static constexpr confab::OptionSpec kOptions[] = {
        {"every", confab::OptionType::integer, "10", "Congratulates at multiples of it.", false}};

    confab::Task<> start(confab::Context& ctx) override {
        ctx_ = &ctx;
        scores_ = &ctx.require<Scores>();
        every_ = std::max<std::int64_t>(ctx.options().integer("every"), 1);
        // Another plugin keeps this callback: guarded, it does nothing once this one has stopped.
        subscription_ = scores_->subscribe(
            ctx.guarded<const Score&>("congratulations", [this](const Score& score) { on_score(score); }));
        ctx.command("congratulate", "Congratulates here from now on.", [this](confab::Invocation& call) {
            where_ = call.channel().ref;
            return "I will.";
        });
        ctx.command("points <who>", "Tells somebody's points.", [this](confab::Invocation& call) {
            return std::to_string(scores_->points(call.text("who")));
        });
        co_return;
    }

    // The guard would do; giving it back lets the library go, too.
    confab::Task<> stop() override {
        scores_->unsubscribe(subscription_);
        co_return;
    }

private:
    void on_score(const Score& score) {
        if (score.points % every_ != 0 || where_.channel.empty()) return;
        ctx_->spawn("congratulate", say(score.who + ": " + std::to_string(score.points) + "!"));
    }

    confab::Task<> say(std::string text) {
        const auto sent = co_await ctx_->send(where_, confab::Message(std::move(text)));
        if (!sent) ctx_->log().warn("not congratulated", {{"reason", sent.error().message()}});
    }

    confab::Context* ctx_ = nullptr;
    Scores* scores_ = nullptr;
    std::int64_t every_ = 1;
    std::uint64_t subscription_ = 0;
    confab::ChannelRef where_;
};

}  // namespace example

CONFAB_PLUGIN(example::Congratulations)
