#include "confab/plugin.hpp"

#include <memory>

#include "sandbox.hpp"

namespace confab::discord_sandbox {

/// Offers the stand-in to whoever drives it; does nothing by itself.
class SandboxPlugin final : public Plugin {
public:
    using Needs = Services<HttpServer, Clock, Random>;
    using Offers = Services<DiscordSandbox>;

    Task<> start(Context& context) override {
        Connection::Spawn spawn = [&context](std::string name, Task<void> task) {
            context.spawn(std::move(name), std::move(task));
        };
        server_ = std::make_unique<SandboxServer>(context.require<HttpServer>(), context.require<Clock>(),
                                                  context.require<Random>(), std::move(spawn));
        context.offer<DiscordSandbox>(*server_);
        co_return;
    }

private:
    std::unique_ptr<SandboxServer> server_;
};

}  // namespace confab::discord_sandbox

CONFAB_PLUGIN(confab::discord_sandbox::SandboxPlugin)
