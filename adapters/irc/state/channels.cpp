#include "state/channels.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "state/join_lines.hpp"

namespace confab::irc {
namespace {

constexpr Duration kForNow{60'000};
constexpr Duration kBySettings{300'000};
constexpr Duration kLongest{3'600'000};
constexpr Duration kSettled{3'600'000};  // who was let stay this long starts counting kicks anew
constexpr unsigned kMaxMoves = 3;

Duration doubled(Duration first, unsigned times) {
    const Duration grown = first * (std::int64_t{1} << std::min(times, 12U));
    return std::min(grown, std::max(first, kLongest));
}

}  // namespace

Refusal refusal_of(int numeric) {
    switch (numeric) {
        case 403:  // ERR_NOSUCHCHANNEL
        case 405:  // ERR_TOOMANYCHANNELS
        case 476:  // ERR_BADCHANMASK
        case 479:  // ERR_BADCHANNAME
            return Refusal::for_good;
        case 473:  // ERR_INVITEONLYCHAN
        case 474:  // ERR_BANNEDFROMCHAN
        case 475:  // ERR_BADCHANNELKEY
        case 477:  // ERR_NEEDREGGEDNICK
        case 485:
        case 489:
        case 520:
            return Refusal::by_settings;
        default:  // 407, 437, 471, 480 and whatever else there may be
            return Refusal::for_now;
    }
}

Channels::Channels(const std::vector<std::string>& entries, const std::vector<std::string>& invited,
                   ChannelPolicy policy)
    : policy_(policy) {
    for (const std::string& text : entries) add(text, false);
    for (const std::string& text : invited) add(text, true);
    std::stable_partition(entries_.begin(), entries_.end(),
                          [](const Entry& entry) { return !entry.key.empty(); });
}

void Channels::add(const std::string& text, bool is_invited) {
    Entry entry;
    const std::size_t space = text.find(' ');
    entry.name = text.substr(0, space);
    if (space != std::string::npos) entry.key = text.substr(space + 1);
    entry.is_invited = is_invited;
    entries_.push_back(std::move(entry));
}

std::vector<std::string> Channels::join_all(const Isupport& isupport, std::vector<std::string>& too_many) {
    JoinLines lines(isupport.body_length(), isupport.max_targets("JOIN"));
    std::map<char, std::size_t> counts;  // a limit is shared by the types named with it; nearly all have one
    for (Entry& entry : entries_) {
        if (++counts[entry.name.front()] > isupport.channel_limit(entry.name.front())) {
            too_many.push_back(entry.name);
            continue;
        }
        entry.state = State::asked;
        lines.add(entry.name, entry.key);
    }
    return lines.finish();
}

Channels::Entry* Channels::find(std::string_view name, const Isupport& isupport) {
    const auto named = [&](const Entry& entry) {
        return isupport.same(entry.name, name);
    };
    const auto forwarded = [&](const Entry& entry) {
        return isupport.same(entry.forwarded, name);
    };
    auto it = std::find_if(entries_.begin(), entries_.end(), named);
    if (it == entries_.end() && !name.empty()) it = std::find_if(entries_.begin(), entries_.end(), forwarded);
    return it == entries_.end() ? nullptr : &*it;
}

bool Channels::on_joined(std::string_view name, const Isupport& isupport, TimePoint now) {
    Entry* entry = find(name, isupport);
    if (!entry) return false;
    if (isupport.same(entry->name, name)) entry->forwarded.clear();
    entry->state = State::in;
    entry->refusals = 0;
    entry->joined = now;
    entry->retry_at = TimePoint::max();
    return true;
}

void Channels::on_kicked(std::string_view name, const Isupport& isupport, TimePoint now) {
    Entry* entry = find(name, isupport);
    if (!entry) return;
    if (now - entry->joined >= kSettled) entry->kicks = 0;
    entry->state = State::out;
    const unsigned before = entry->kicks++;
    if (policy_.rejoin_delay > Duration(0) && before < policy_.rejoin_max)
        entry->retry_at = now + doubled(policy_.rejoin_delay, before);
}

void Channels::on_parted(std::string_view name, const Isupport& isupport) {
    Entry* entry = find(name, isupport);
    if (!entry) return;
    entry->state = State::away;
    entry->retry_at = TimePoint::max();
}

bool Channels::on_refused(std::string_view name, Refusal refusal, const Isupport& isupport, TimePoint now) {
    Entry* entry = find(name, isupport);
    if (!entry || entry->state == State::in || entry->state == State::away) return false;
    entry->state = State::refused;
    entry->is_stubborn = refusal == Refusal::for_good;
    const Duration first = refusal == Refusal::for_now ? kForNow : kBySettings;
    entry->retry_at = entry->is_stubborn ? TimePoint::max() : now + doubled(first, entry->refusals++);
    return true;
}

bool Channels::on_forwarded(std::string_view from, std::string_view to, const Isupport& isupport) {
    Entry* entry = find(from, isupport);
    if (!entry || !isupport.is_channel(to)) return false;
    // Being forwarded to what is ours anyway adds nothing; that JOIN is its own.
    entry->forwarded = isupport.same(entry->name, to) ? std::string() : std::string(to);
    entry->state = State::asked;
    entry->retry_at = TimePoint::max();
    return true;
}

void Channels::on_renamed(std::string_view from, std::string_view to, const Isupport& isupport) {
    Entry* entry = find(from, isupport);
    if (!entry || !isupport.is_channel(to)) return;
    if (isupport.same(entry->name, from))
        entry->name = to;
    else
        entry->forwarded = to;
}

std::vector<std::string> Channels::on_moved(std::string_view from, std::string_view to,
                                            const Isupport& isupport) {
    Entry* entry = find(from, isupport);
    if (!entry || entry->state != State::asked || ++entry->moves > kMaxMoves) return {};
    on_renamed(from, to, isupport);
    return {join(*entry)};
}

void Channels::on_key(std::string_view name, std::string_view key, const Isupport& isupport) {
    Entry* entry = find(name, isupport);
    const bool is_usable = key.find_first_of(" ,") == std::string_view::npos && key != "*";
    if (entry && isupport.same(entry->name, name) && is_usable) entry->key = key;
}

std::vector<std::string> Channels::on_invited(std::string_view name, const Isupport& isupport) {
    Entry* entry = find(name, isupport);
    if (!entry) {
        const auto is_invited = [](const Entry& known) {
            return known.is_invited;
        };
        const auto count =
            static_cast<std::size_t>(std::count_if(entries_.begin(), entries_.end(), is_invited));
        if (!policy_.join_on_invite || count >= kMaxInvited) return {};
        add(std::string(name), true);
        entry = &entries_.back();
    }
    if (entry->state == State::in) return {};
    return {join(*entry)};
}

std::string Channels::join(Entry& entry) {
    entry.retry_at = TimePoint::max();
    entry.state = State::asked;
    if (entry.key.empty()) return build_line("JOIN", {entry.name});
    return build_line("JOIN", {entry.name, entry.key});
}

std::vector<std::string> Channels::on_logged_in() {
    std::vector<std::string> lines;
    for (Entry& entry : entries_)
        if (entry.state == State::refused && !entry.is_stubborn) lines.push_back(join(entry));
    return lines;
}

std::vector<std::string> Channels::on_timeout(TimePoint now) {
    std::vector<std::string> lines;
    for (Entry& entry : entries_)
        if (entry.retry_at <= now) lines.push_back(join(entry));
    return lines;
}

TimePoint Channels::next_timeout() const {
    TimePoint next = TimePoint::max();
    for (const Entry& entry : entries_) next = std::min(next, entry.retry_at);
    return next;
}

TimePoint Channels::retry_at(std::string_view name, const Isupport& isupport) {
    const Entry* entry = find(name, isupport);
    return entry ? entry->retry_at : TimePoint::max();
}

std::vector<std::string> Channels::invited() const {
    std::vector<std::string> names;
    for (const Entry& entry : entries_) {
        const bool is_kicked_out =
            entry.state == State::out && entry.kicks > 0 && entry.retry_at == TimePoint::max();
        if (!entry.is_invited || entry.state == State::away || is_kicked_out) continue;
        names.push_back(entry.key.empty() ? entry.name : entry.name + " " + entry.key);
    }
    return names;
}

}  // namespace confab::irc
