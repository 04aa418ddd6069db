#include "core/straico/sandbox/sandbox_plugin.hpp"

namespace confab::straico_sandbox {

Task<void> SandboxPlugin::start(Context& ctx) {
    http_ = &ctx.require<HttpServer>();
    clock_ = &ctx.require<Clock>();
    key_ = "sandbox-" + ctx.require<Random>().token(24);
    stand_in_.emplace(Secret(key_));
    ctx.offer<StraicoSandbox>(*this);
    co_return;
}

Result<StraicoSandboxAddress> SandboxPlugin::listen() {
    if (!server_) {
        HttpHandler handler = [this](HttpServerRequest& request) {
            return serve(request);
        };
        Result<std::unique_ptr<HttpServerHandle>> server = http_->listen(ListenOptions(), std::move(handler));
        if (!server) return server.error();
        server_ = std::move(*server);
    }
    return StraicoSandboxAddress("http://127.0.0.1:" + std::to_string(server_->port()), Secret(key_));
}

Task<HttpServerResponse> SandboxPlugin::serve(HttpServerRequest& request) {
    Answer answer = stand_in_->answer(request);
    if (answer.delay > Duration(0)) co_await clock_->sleep(answer.delay);
    co_return std::move(answer.response);
}

}  // namespace confab::straico_sandbox
