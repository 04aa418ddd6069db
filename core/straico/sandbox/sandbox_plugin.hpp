#pragma once

#include <confab/plugin.hpp>
#include <confab/service/clock.hpp>
#include <confab/service/http_server.hpp>
#include <confab/service/random.hpp>
#include <confab/service/straico_sandbox.hpp>
#include <memory>
#include <optional>
#include <string>

#include "core/straico/sandbox/stand_in.hpp"

namespace confab::straico_sandbox {

/// The stand-in as a plugin: its server, its key, its delays.
class SandboxPlugin final : public Plugin, public StraicoSandbox {
public:
    using Needs = Services<HttpServer, Clock, Random>;
    using Offers = Services<StraicoSandbox>;

    Task<void> start(Context& ctx) override;

    Result<StraicoSandboxAddress> listen() override;
    Result<void> stage(std::string fault, std::string argument) override {
        return stand_in_->stage(std::move(fault), std::move(argument));
    }
    std::uint64_t requests(const std::string& path) const override { return stand_in_->requests(path); }
    const std::string& last_request() const override { return stand_in_->last_request(); }

    /// Connections accepted so far: what tests of pooling count.
    std::uint64_t accepted() const { return server_ ? server_->accepted() : 0; }

private:
    Task<HttpServerResponse> serve(HttpServerRequest& request);

    HttpServer* http_ = nullptr;
    Clock* clock_ = nullptr;
    std::string key_;
    std::optional<StandIn> stand_in_;
    std::unique_ptr<HttpServerHandle> server_;
};

}  // namespace confab::straico_sandbox
