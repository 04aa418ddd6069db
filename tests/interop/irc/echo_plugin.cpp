// `!echo X` is answered with `echo X`: the least that shows how often the bot heard a message.
#include <confab/plugin.hpp>

class InteropEcho : public confab::Plugin {
    confab::Task<> start(confab::Context& ctx) override {
        ctx.command("echo <text...>", "Says it again",
                    [](auto& call) { return "echo " + call.text("text"); });
        co_return;
    }
};
CONFAB_PLUGIN(InteropEcho)
