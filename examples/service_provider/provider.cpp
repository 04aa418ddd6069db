#include <confab/plugin.hpp>
#include <scores/scores.hpp>

#include <map>

namespace example {

Scores::~Scores() = default;  // the one place where its vtable is made

/// Keeps the points, and tells who subscribed.
class ScoreKeeper final : public confab::Plugin, public Scores {
public:
    using Offers = confab::Services<Scores>;

    confab::Task<> start(confab::Context& ctx) override {
        ctx.offer<Scores>(*this);
        ctx.command("score <who> [points:integer(1..100)=1]", "Gives somebody points.",
                    [this](confab::Invocation& call) {
                        const Score score = add(call.text("who"), call.integer("points"));
                        return score.who + " has " + std::to_string(score.points) + ".";
                    });
        co_return;
    }

    std::int64_t points(const std::string& who) const override {
        const auto found = points_.find(who);
        return found == points_.end() ? 0 : found->second;
    }
    std::uint64_t subscribe(Listener listener) override {
        listeners_[++last_] = std::move(listener);
        return last_;
    }
    void unsubscribe(std::uint64_t subscription) override { listeners_.erase(subscription); }

private:
    Score add(const std::string& who, std::int64_t points) {
        Score score;
        score.who = who;
        score.points = points_[who] += points;
        const auto listeners = listeners_;  // a listener may subscribe or unsubscribe
        for (const auto& [subscription, listener] : listeners) listener(score);
        return score;
    }

    std::map<std::string, std::int64_t> points_;
    std::map<std::uint64_t, Listener> listeners_;
    std::uint64_t last_ = 0;
};

}  // namespace example

CONFAB_PLUGIN(example::ScoreKeeper)
