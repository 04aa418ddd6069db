#pragma once
/// The Straico service over the real HTTP client, against the stand-in on loopback.

#include <optional>
#include <string>
#include <vector>

#include "core/straico/core_straico.hpp"
#include "core/straico/sandbox/sandbox_plugin.hpp"
#include "tests/integration/http/world.hpp"
#include "tests/support/fake_context.hpp"

namespace confab::test {

class StraicoWorld {
public:
    explicit StraicoWorld(TestRuntime& rt, core::HttpConfig http = {})
        : world(rt, std::move(http)), context_(rt) {
        context_.provide<HttpServer>(world.server);
        context_.provide<Clock>(rt.clock());
        context_.provide<Random>(world.random);
    }

    /// Starts the stand-in; call first.
    Task<void> start(Duration chat_timeout = Duration(10'000)) {
        core::StraicoConfig config;
        config.chat_timeout = chat_timeout;
        return start(std::move(config));
    }
    Task<void> start(core::StraicoConfig config) {
        co_await sandbox.start(context_);
        const StraicoSandboxAddress address = sandbox.listen().value();
        config.base_url = address.base_url;
        config.api_key = address.api_key;
        service_.emplace(std::move(config), http, world.runtime.clock(), world.runtime.metrics(),
                         world.runtime.log());
    }
    core::CoreStraico& straico() { return *service_; }

    /// Asks one question with no earlier turns.
    Task<Result<StraicoChatReply>> ask(std::string text) {
        StraicoChatRequest request;
        request.model = "openai/gpt-4o-mini";
        request.messages.emplace_back("user", std::move(text));
        return service_->chat(std::move(request));
    }
    std::uint64_t chats() const { return sandbox.requests("/v2/chat/completions"); }

    /// Requests as they were handed to the HTTP client.
    class RecordingHttp final : public HttpClient {
    public:
        explicit RecordingHttp(HttpClient& client) : client_(client) {}
        Task<Result<HttpResponse>> send(HttpRequest request) override {
            sent.push_back(request);
            return client_.send(std::move(request));
        }
        std::vector<HttpRequest> sent;

    private:
        HttpClient& client_;
    };

    World world;
    RecordingHttp http{world.client};
    straico_sandbox::SandboxPlugin sandbox;

private:
    FakeContext context_;
    std::optional<core::CoreStraico> service_;
};

inline core::HttpConfig without_retries() {
    core::HttpConfig config;
    config.retry.max = 0;
    return config;
}

}  // namespace confab::test
