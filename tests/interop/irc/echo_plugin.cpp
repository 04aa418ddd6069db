// `!echo X` is answered with `echo X`: the least that shows how often the bot heard a message.
#include <confab/plugin.hpp>

class InteropEcho : public confab::Plugin {
    confab::Task<> start(confab::Context& ctx) override {
        ctx.command("echo", "Says it again", [](auto& call, std::string text) { return "echo " + text; });
        co_return;
    }
};
CONFAB_PLUGIN(InteropEcho)
