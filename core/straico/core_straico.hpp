#pragma once

#include <memory>
#include <string>

#include "core/straico/config.hpp"
#include "core/straico/exchange.hpp"
#include "core/straico/scoped_straico.hpp"

namespace confab::core {

/// The one Straico client of the process, over the one HTTP client. Plugins get a `ScopedStraico` over its
/// `exchange()`, so that their spending bears their name; itself it books what the spender claims. I/O
/// thread.
class CoreStraico final : public Straico {
public:
    /// The references must outlive it.
    CoreStraico(StraicoConfig config, HttpClient& http, Clock& clock, Metrics& metrics, Logger& log)
        : exchange_(std::move(config), http, clock, metrics, log), own_(exchange_, {}) {}

    /// What one plugin is given. This must outlive it.
    std::unique_ptr<Straico> for_plugin(std::string plugin) {
        return std::make_unique<ScopedStraico>(exchange_, std::move(plugin));
    }
    straico::Exchange& exchange() noexcept { return exchange_; }
    /// The ledger with `snapshot` and `restore`, to be kept over restarts.
    straico::Ledger& books() noexcept { return exchange_.ledger(); }

    Task<Result<StraicoUser>> user() override { return own_.user(); }
    Task<Result<std::vector<StraicoModel>>> models() override { return own_.models(); }
    Task<Result<StraicoModel>> model(std::string id) override { return own_.model(std::move(id)); }
    Task<Result<StraicoChatReply>> chat(StraicoChatRequest request) override {
        return own_.chat(std::move(request));
    }
    StraicoPrompts& prompts() override { return own_.prompts(); }
    StraicoMedia& media() override { return own_.media(); }
    StraicoRags& rags() override { return own_.rags(); }
    StraicoAgents& agents() override { return own_.agents(); }
    const StraicoLedger& ledger() const override { return own_.ledger(); }

private:
    straico::Exchange exchange_;
    ScopedStraico own_;
};

}  // namespace confab::core
