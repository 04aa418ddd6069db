#include "state/isupport.hpp"

#include <algorithm>
#include <charconv>

namespace confab::irc {
namespace {

using Folding = std::array<char, 256>;

constexpr Folding folding(std::string_view upper, std::string_view lower) {
    Folding table{};
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = static_cast<char>(i >= 'A' && i <= 'Z' ? i + 32 : i);
    for (std::size_t i = 0; i < upper.size(); ++i) table[static_cast<unsigned char>(upper[i])] = lower[i];
    return table;
}

constexpr std::array<Folding, 3> kFoldings{folding("[]\\~", "{}|^"), folding("[]\\", "{}|"), folding("", "")};

char folded(const Folding& table, char c) {
    return table[static_cast<unsigned char>(c)];
}

/// `visit(item)` for each item of a list with commas, until it returns false.
template <class Visit>
void each_item(std::string_view list, Visit visit) {
    while (!list.empty()) {
        const std::size_t comma = std::min(list.size(), list.find(','));
        if (!visit(list.substr(0, comma))) return;
        list.remove_prefix(std::min(list.size(), comma + 1));
    }
}

/// After the colon of "PRIVMSG:4" or "#&:50": none is no limit.
std::size_t limit_after(std::string_view item, std::size_t colon) {
    std::size_t value = Isupport::kUnlimited;
    std::from_chars(item.data() + colon + 1, item.data() + item.size(), value);
    return value;
}

}  // namespace

std::string Isupport::fold(std::string_view name) const {
    const Folding& table = kFoldings[static_cast<std::size_t>(casemapping_)];
    std::string out(name);
    for (char& c : out) c = folded(table, c);
    return out;
}

bool Isupport::same(std::string_view a, std::string_view b) const {
    const Folding& table = kFoldings[static_cast<std::size_t>(casemapping_)];
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](char x, char y) { return folded(table, x) == folded(table, y); });
}

std::uint32_t Isupport::hash(std::string_view name) const {
    const Folding& table = kFoldings[static_cast<std::size_t>(casemapping_)];
    std::uint32_t hash = 2166136261U;  // FNV-1a, and a mixer, as its high bits alone are not even
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(folded(table, c))) * 16777619U;
    hash = (hash ^ hash >> 16) * 0x85EBCA6BU;
    return hash ^ hash >> 13;
}

bool Isupport::is_channel(std::string_view target) const {
    return !target.empty() && channel_types_.find(target.front()) != std::string::npos;
}

std::string_view Isupport::without_status(std::string_view target) const {
    std::string_view rest = target;
    while (!rest.empty() && status_symbols_.find(rest.front()) != std::string::npos) rest.remove_prefix(1);
    return is_channel(rest) ? rest : target;
}

char Isupport::prefix_mode(char symbol) const {
    const std::size_t at = prefix_symbols_.find(symbol);
    return at == std::string::npos ? '\0' : prefix_modes_[at];
}

ModeKind Isupport::mode_kind(char letter) const {
    if (prefix_modes_.find(letter) != std::string::npos) return ModeKind::member;
    std::size_t kind = 0;
    for (const char c : channel_modes_) {
        if (c == ',')
            ++kind;
        else if (c == letter)
            break;
    }
    static constexpr ModeKind kKinds[] = {ModeKind::list, ModeKind::always, ModeKind::on_set};
    const bool is_known = channel_modes_.find(letter) != std::string::npos;
    return is_known && kind < std::size(kKinds) ? kKinds[kind] : ModeKind::flag;
}

std::size_t Isupport::max_targets(std::string_view command) const {
    std::optional<std::size_t> found;
    each_item(targets_, [&](std::string_view item) {
        const std::size_t colon = item.find(':');
        if (equals_ignoring_case(item.substr(0, colon), command))
            found = colon == std::string_view::npos ? kUnlimited : limit_after(item, colon);
        return !found;
    });
    // MAXTARGETS counts for messages; channels to join were never meant by it.
    const bool is_message =
        equals_ignoring_case(command, "PRIVMSG") || equals_ignoring_case(command, "NOTICE");
    const std::size_t most = found ? *found : is_message ? max_targets_ : kUnlimited;
    return std::max<std::size_t>(1, most);
}

std::size_t Isupport::channel_limit(char type) const {
    std::optional<std::size_t> found;
    each_item(channel_limits_, [&](std::string_view item) {
        const std::size_t colon = item.find(':');
        if (colon == std::string_view::npos || item.substr(0, colon).find(type) == std::string_view::npos)
            return true;
        found = limit_after(item, colon);
        return false;
    });
    const std::size_t most = found.value_or(max_channels_);
    return most == 0 ? kUnlimited : most;  // ngIRCd writes 0 for "no limit"
}

bool Isupport::denies_tag(std::string_view name) const {
    bool all = false, denied = false, excepted = false;
    each_item(denied_tags_, [&](std::string_view item) {
        if (item == "*") all = true;
        if (item == name) denied = true;
        if (item.starts_with('-') && item.substr(1) == name) excepted = true;
        return true;
    });
    return all ? !excepted : denied;
}

bool Isupport::has_reference_type(std::string_view type) const {
    bool found = false;
    each_item(reference_types_, [&](std::string_view item) {
        found = item == type;
        return !found;
    });
    return found;
}

}  // namespace confab::irc
