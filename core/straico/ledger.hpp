#pragma once

#include <map>
#include <string>

#include "confab/service/metrics.hpp"
#include "confab/service/straico.hpp"
#include "core/straico/balance.hpp"
#include "core/straico/spending_book.hpp"

namespace confab::core::straico {

/// Adds up coins by plugin, user and channel, in memory. Only plugins become labels of metrics: there are
/// few. I/O thread.
class Ledger final : public StraicoLedger {
public:
    static constexpr std::size_t kMaxNames = 1000;

    /// The references must outlive it.
    Ledger(Metrics& metrics, const Balance& balance);

    /// One paid call that was answered.
    void record(const StraicoSpender& spender, double coins);

    std::vector<StraicoSpent> all(By by) const override;
    StraicoSpent of(By by, std::string_view who) const override;
    StraicoSpent total() const override;
    std::optional<double> balance() const override { return balance_.coins(); }

    /// All of it as JSON, and back. Restoring adds to what there is; the metrics count this process only.
    /// Errors: protocol.
    std::string snapshot() const;
    Result<void> restore(std::string snapshot);

private:
    const SpendingBook& book(By by) const;
    void count(std::string_view plugin, double coins);

    Metrics& metrics_;
    const Balance& balance_;
    SpendingBook plugins_{kMaxNames};
    SpendingBook users_{kMaxNames};
    SpendingBook channels_{kMaxNames};
    StraicoSpent total_;
    std::map<std::string, double, std::less<>> fractions_;  // of a millicoin, not yet counted, by plugin
};

}  // namespace confab::core::straico
