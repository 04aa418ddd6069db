#include "core/straico/ledger.hpp"

#include <algorithm>
#include <cmath>

#include "core/straico/decode_number.hpp"

namespace confab::core::straico {
namespace {

constexpr std::size_t kMaxLabels = 200;

std::string label(std::string_view plugin) {
    std::string text(plugin.empty() ? "none" : plugin.substr(0, 64));
    for (char& c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '_' || c == '-' || c == '.';
        if (!plain) c = '_';
    }
    return text;
}

}  // namespace

Ledger::Ledger(Metrics& metrics, const Balance& balance) : metrics_(metrics), balance_(balance) {
    total_.who = "total";
}

void Ledger::count(std::string_view plugin, double coins) {
    std::string name = label(plugin);
    if (fractions_.size() >= kMaxLabels && !fractions_.contains(name)) name = "other";
    double& fraction = fractions_[name];
    fraction += coins * 1000;
    const double whole = std::floor(fraction);
    fraction -= whole;
    metrics_.counter("confab_straico_millicoins_total", "plugin=\"" + name + "\"")
        .add(static_cast<std::uint64_t>(whole));
}

void Ledger::record(const StraicoSpender& spender, double coins) {
    coins = std::isfinite(coins) ? std::clamp(coins, 0.0, kMaxCoins) : 0;
    plugins_.add(spender.plugin, coins, 1);
    users_.add(spender.user, coins, 1);
    channels_.add(spender.channel, coins, 1);
    total_.coins += coins;
    ++total_.calls;
    count(spender.plugin, coins);
}

const SpendingBook& Ledger::book(By by) const {
    switch (by) {
        case By::user:
            return users_;
        case By::channel:
            return channels_;
        case By::plugin:
            break;
    }
    return plugins_;
}

std::vector<StraicoSpent> Ledger::all(By by) const {
    return book(by).all();
}

StraicoSpent Ledger::of(By by, std::string_view who) const {
    return book(by).of(who);
}

StraicoSpent Ledger::total() const {
    return total_;
}

std::string Ledger::snapshot() const {
    json::Writer writer;
    writer.begin_object().field("version", 1).key("total");
    write_spent(writer, total_.who, total_.coins, total_.calls);
    writer.key("plugins");
    plugins_.write(writer);
    writer.key("users");
    users_.write(writer);
    writer.key("channels");
    channels_.write(writer);
    return std::move(writer.end_object()).str();
}

Result<void> Ledger::restore(std::string snapshot) {
    const Result<json::Document> document = json::Document::parse(std::move(snapshot));
    if (!document) return document.error();
    const json::Value root = document->root();
    if (root["version"].integer() != 1)
        return Error(Errc::protocol, "the stored Straico ledger has no version this program knows");
    plugins_.read(root["plugins"]);
    users_.read(root["users"]);
    channels_.read(root["channels"]);
    total_.coins += amount(root["total"]["coins"]);
    total_.calls += static_cast<std::uint64_t>(std::max<std::int64_t>(0, root["total"]["calls"].integer()));
    return {};
}

}  // namespace confab::core::straico
