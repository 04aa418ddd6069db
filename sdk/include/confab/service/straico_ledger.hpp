#pragma once
/// Part of the Straico service: who spent how many coins since the ledger was begun. I/O thread, no waiting.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "confab/abi.hpp"

namespace confab::inline v1 {

class StraicoSpent {
public:
    std::string who;  ///< A plugin, user or channel as in `StraicoSpender`; "none": not named; "other".
    double coins = 0;
    std::uint64_t calls = 0;  ///< Paid calls that were answered.
};

/// Each dimension holds a bounded number of names; beyond it the smallest are summed up as "other".
class CONFAB_API StraicoLedger {
public:
    enum class By : std::uint8_t { plugin, user, channel };
    virtual ~StraicoLedger();
    /// Everyone of one dimension, the greatest spender first. The sums are those of `total()`.
    virtual std::vector<StraicoSpent> all(By by) const;
    /// Of one name; zero for one that is unknown or was merged into "other".
    virtual StraicoSpent of(By by, std::string_view who) const;
    virtual StraicoSpent total() const;
    /// Coins on the account: as last told by the service, less what was spent since.
    virtual std::optional<double> balance() const;
};

}  // namespace confab::inline v1
