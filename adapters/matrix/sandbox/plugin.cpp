// The stand-in as a plugin that offers it.
#include <memory>

#include "confab/plugin.hpp"
#include "stand_in.hpp"

namespace confab::matrix::sandbox {
namespace {

class SandboxPlugin final : public Plugin {
public:
    using Needs = Services<HttpServer, Clock, Random>;
    using Offers = Services<MatrixSandbox>;

    Task<void> start(Context& context) override {
        stand_in_.emplace(context.require<HttpServer>(), context.require<Clock>(), context.require<Random>());
        context.offer<MatrixSandbox>(*stand_in_);
        co_return;
    }

private:
    std::optional<StandIn> stand_in_;
};

}  // namespace
}  // namespace confab::matrix::sandbox

CONFAB_PLUGIN(confab::matrix::sandbox::SandboxPlugin)
