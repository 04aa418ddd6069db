#pragma once
/// Keeps the ledger of coins over restarts, in the bot's database.

#include "confab/service/clock.hpp"
#include "confab/service/logger.hpp"
#include "confab/service/storage.hpp"
#include "core/straico/ledger.hpp"

namespace confab::core {

class LedgerKeeper {
public:
    /// The references must outlive it.
    LedgerKeeper(straico::Ledger& ledger, Storage& storage, Clock& clock, Logger& log)
        : ledger_(ledger), storage_(storage), clock_(clock), log_(log) {}

    Task<void> load();
    /// Stores what changed since the last time.
    Task<void> save();
    /// Saves once a minute, for ever.
    Task<void> run();

private:
    straico::Ledger& ledger_;
    Storage& storage_;
    Clock& clock_;
    Logger& log_;
    std::string saved_;
};

}  // namespace confab::core
