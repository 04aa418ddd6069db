#include "core/straico/spending_book.hpp"

#include <algorithm>

#include "core/straico/decode_number.hpp"

namespace confab::core::straico {
namespace {

constexpr std::string_view kOther = "other";
constexpr std::string_view kNone = "none";
constexpr std::size_t kMaxName = 256;

StraicoSpent spent(std::string_view who, double coins, std::uint64_t calls) {
    StraicoSpent out;
    out.who = who;
    out.coins = coins;
    out.calls = calls;
    return out;
}

}  // namespace

void write_spent(json::Writer& writer, std::string_view who, double coins, std::uint64_t calls) {
    writer.begin_object().field("who", who).field("coins", coins).field("calls", calls).end_object();
}

void SpendingBook::make_room() {
    if (sums_.size() < most_) return;
    const auto smallest = std::min_element(sums_.begin(), sums_.end(), [](const auto& a, const auto& b) {
        return a.second.coins < b.second.coins;
    });
    other_.coins += smallest->second.coins;
    other_.calls += smallest->second.calls;
    sums_.erase(smallest);
}

void SpendingBook::add(std::string_view who, double coins, std::uint64_t calls) {
    const std::string_view name = who.empty() ? kNone : who.substr(0, kMaxName);
    Sum* sum = &other_;
    if (name != kOther) {
        auto found = sums_.find(name);
        if (found == sums_.end()) {
            make_room();
            found = sums_.try_emplace(std::string(name)).first;
        }
        sum = &found->second;
    }
    sum->coins += coins;
    sum->calls += calls;
}

StraicoSpent SpendingBook::of(std::string_view who) const {
    if (who == kOther) return spent(who, other_.coins, other_.calls);
    const auto found = sums_.find(who.substr(0, kMaxName));
    if (found == sums_.end()) return spent(who, 0, 0);
    return spent(who, found->second.coins, found->second.calls);
}

std::vector<StraicoSpent> SpendingBook::all() const {
    std::vector<StraicoSpent> out;
    for (const auto& [name, sum] : sums_) out.push_back(spent(name, sum.coins, sum.calls));
    if (other_.calls > 0) out.push_back(spent(kOther, other_.coins, other_.calls));
    std::stable_sort(out.begin(), out.end(),
                     [](const StraicoSpent& a, const StraicoSpent& b) { return a.coins > b.coins; });
    return out;
}

void SpendingBook::write(json::Writer& writer) const {
    writer.begin_array();
    for (const StraicoSpent& one : all()) write_spent(writer, one.who, one.coins, one.calls);
    writer.end_array();
}

void SpendingBook::read(json::Value list) {
    for (const json::Value item : list.items()) {
        const std::int64_t calls = item["calls"].integer();
        if (item["who"].is_string() && calls > 0)
            add(item["who"].string(), amount(item["coins"]), static_cast<std::uint64_t>(calls));
    }
}

}  // namespace confab::core::straico
