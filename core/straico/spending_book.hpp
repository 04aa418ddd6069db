#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "confab/json.hpp"
#include "confab/service/straico_ledger.hpp"

namespace confab::core::straico {

/// Sums of one dimension of the ledger. Bounded: a new name beyond the bound makes the smallest part of
/// "other". Pure.
class SpendingBook {
public:
    explicit SpendingBook(std::size_t most) : most_(most) {}

    /// An empty `who` is "none".
    void add(std::string_view who, double coins, std::uint64_t calls);
    StraicoSpent of(std::string_view who) const;
    std::vector<StraicoSpent> all() const;  ///< The greatest first; "other" among them, if it spent.

    void write(json::Writer& writer) const;
    void read(json::Value list);  ///< Adds; ignores what is no spending.

private:
    struct Sum {
        double coins = 0;
        std::uint64_t calls = 0;
    };
    void make_room();

    std::size_t most_;
    std::map<std::string, Sum, std::less<>> sums_;
    Sum other_;
};

/// A sum as a value with its name.
void write_spent(json::Writer& writer, std::string_view who, double coins, std::uint64_t calls);

}  // namespace confab::core::straico
