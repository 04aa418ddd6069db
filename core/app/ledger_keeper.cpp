#include "core/app/ledger_keeper.hpp"

namespace confab::core {
namespace {

constexpr const char* kKey = "ledger";
constexpr Duration kInterval{60'000};

}  // namespace

Task<void> LedgerKeeper::load() {
    Result<std::optional<std::string>> stored = co_await storage_.get(kKey);
    if (!stored || !*stored) co_return;
    const Result<void> restored = ledger_.restore(**stored);
    if (!restored)
        log_.warn("the ledger of coins begins anew: what was stored cannot be read",
                  {{"reason", restored.error().message()}});
    saved_ = ledger_.snapshot();
}

Task<void> LedgerKeeper::save() {
    std::string now = ledger_.snapshot();
    if (now == saved_) co_return;
    const Result<void> stored = co_await storage_.put(kKey, now);
    if (stored)
        saved_ = std::move(now);
    else
        log_.warn("the ledger of coins was not stored", {{"reason", stored.error().message()}});
}

Task<void> LedgerKeeper::run() {
    for (;;) {
        co_await clock_.sleep(kInterval);
        co_await save();
    }
}

}  // namespace confab::core
