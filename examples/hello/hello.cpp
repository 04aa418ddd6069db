#include <confab/plugin.hpp>
class Hello : public confab::Plugin {
    confab::Task<> start(confab::Context& ctx) override {
        ctx.command("hello", "Greets you", [](auto& call) { return "Hello, " + call.user().name + "!"; });
        co_return;
    }
};
CONFAB_PLUGIN(Hello)
