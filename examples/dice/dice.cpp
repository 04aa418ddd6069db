#include <confab/plugin.hpp>

#include "roll.hpp"

namespace dice {

class Dice : public confab::Plugin {
public:
    using Needs = confab::Services<confab::Random>;

    confab::Task<> start(confab::Context& ctx) override {
        confab::Random& random = ctx.require<confab::Random>();
        ctx.command(
            confab::CommandSpec("roll [sides:integer(2..1000)=6] [count:integer(1..20)=1]", "Rolls dice")
                .example("!roll 20 3", "... + ... + ... = ..."),
            [&random](confab::Invocation& call) {
                return roll(random, call.integer("sides"), call.integer("count"));
            });
        co_return;
    }
};

}  // namespace dice

CONFAB_PLUGIN(dice::Dice)
