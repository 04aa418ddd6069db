#pragma once

#include <string>

#include "core/straico/parts.hpp"

namespace confab::core {

/// The Straico service as one plugin has it: account, models cache, ledger and limits are those of all, but
/// what it spends is booked under its name, whatever it claims. Cheap. I/O thread.
class ScopedStraico final : public Straico {
public:
    /// `exchange` must outlive it. An empty `plugin`: the spender's own claim stands (core only).
    ScopedStraico(straico::Exchange& exchange, std::string plugin);

    Task<Result<StraicoUser>> user() override;
    Task<Result<std::vector<StraicoModel>>> models() override;
    Task<Result<StraicoModel>> model(std::string id) override;
    Task<Result<StraicoChatReply>> chat(StraicoChatRequest request) override;
    StraicoPrompts& prompts() override { return prompts_; }
    StraicoMedia& media() override { return media_; }
    StraicoRags& rags() override { return rags_; }
    StraicoAgents& agents() override { return agents_; }
    const StraicoLedger& ledger() const override { return ledger_; }

private:
    Task<Result<StraicoUser>> fetch_user();

    straico::Caller caller_;
    const StraicoLedger& ledger_;
    straico::Prompts prompts_{caller_};
    straico::Media media_{caller_};
    straico::Rags rags_{caller_};
    straico::Agents agents_{caller_};
};

}  // namespace confab::core
