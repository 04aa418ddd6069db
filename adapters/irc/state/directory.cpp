#include "state/directory.hpp"

#include <algorithm>

namespace confab::irc {
namespace {

/// "*" (account-notify, extended-join) and "0" (WHOX) are nobody's account.
std::string_view real_account(std::string_view account) {
    return account == "*" || account == "0" ? std::string_view() : account;
}

}  // namespace

std::uint32_t Directory::hash_of_account(std::string_view account) {
    static const Isupport kDefault;
    return kDefault.hash(account);
}

std::uint32_t Directory::find(std::string_view nick, const Isupport& isupport) const {
    const std::uint32_t hash = isupport.hash(nick);
    return nicks_.find(hash, [&](std::uint32_t id) {
        return people_[id].hash == hash && isupport.same(people_[id].nick(), nick);
    });
}

std::uint32_t Directory::add_person(const PersonText& text, const Isupport& isupport) {
    const bool is_full = people_count_ >= kMaxPeople || text_size_ + text.size() > kMaxText;
    if (is_full || text.nick.empty() || text.nick.size() > Person::kMaxText) return kNobody;
    std::uint32_t id = static_cast<std::uint32_t>(people_.size());
    if (free_people_.empty()) {
        people_.emplace_back();
    } else {
        id = free_people_.back();
        free_people_.pop_back();
    }
    people_[id].hash = isupport.hash(text.nick);
    set_text(id, text);
    nicks_.insert(id, by_nick());
    ++people_count_;
    return id;
}

void Directory::set_text(std::uint32_t id, const PersonText& text) {
    Person& person = people_[id];
    const bool account_changes = person.account() != text.account;
    if (account_changes && !person.account().empty()) accounts_.erase(id, by_account());
    text_size_ -= person.text().size();
    person.set_text(text);
    text_size_ += person.text().size();
    if (account_changes && !person.account().empty()) index_account(id);
}

void Directory::index_account(std::uint32_t id) {
    // To find somebody a few of the nicks will do, and a thousand would make the table slow.
    const std::string_view account = people_[id].account();
    unsigned count = 0;
    const auto is_one_too_many = [&](std::uint32_t other) {
        return people_[other].account() == account && ++count >= kMaxIndexed;
    };
    if (accounts_.find(hash_of_account(account), is_one_too_many) == kNobody)
        accounts_.insert(id, by_account());
}

void Directory::remove_person(std::uint32_t id) {
    Person& person = people_[id];
    for (const Seat& seat : person.seats()) {
        channels_[seat.channel]->members.erase(id, by_id);
        --seat_count_;
    }
    if (!person.account().empty()) accounts_.erase(id, by_account());
    nicks_.erase(id, by_nick());
    text_size_ -= person.text().size();
    person.clear();
    free_people_.push_back(id);
    if (--people_count_ > 0) return;
    people_.clear();
    people_.shrink_to_fit();
    free_people_ = {};
}

Seat* Directory::seat(KnownChannel& channel, const PersonText& who, std::optional<std::string_view> account,
                      const Isupport& isupport) {
    if (seat_count_ >= kMaxSeats) return nullptr;
    PersonText text = who;
    if (account) text.account = real_account(*account);
    std::uint32_t id = find(who.nick, isupport);
    if (id == kNobody) {
        if (id = add_person(text, isupport); id == kNobody) return nullptr;
    } else {
        const PersonText known = people_[id].text();
        const bool same_host = who.host.empty() || known.host.empty() || who.host == known.host;
        // Somebody else under a nick whose end we missed, or a new host: only what was told just now counts.
        if (!account) text.account = same_host ? known.account : std::string_view();
        if (who.host.empty()) text.user = known.user, text.host = known.host;
        const bool changes = text.account != known.account || text.host != known.host ||
                             text.user != known.user || text.nick != known.nick;
        if (changes) set_text(id, text);
    }
    if (Seat* const known = people_[id].seat(channel.id)) return known;
    channel.members.insert(id, by_id);
    ++seat_count_;
    return people_[id].add_seat({channel.id, 0});
}

void Directory::remove_seat(std::uint32_t id, std::uint16_t channel) {
    if (!people_[id].seat(channel)) return;
    people_[id].remove_seat(channel);
    channels_[channel]->members.erase(id, by_id);
    --seat_count_;
    if (people_[id].seats().empty()) remove_person(id);
}

void Directory::unseat(std::string_view channel, std::string_view nick, const Isupport& isupport) {
    const std::optional<std::uint16_t> place = find_channel(channel, isupport);
    const std::uint32_t id = find(nick, isupport);
    if (place && id != kNobody) remove_seat(id, *place);
}

void Directory::forget(std::string_view nick, const Isupport& isupport) {
    if (const std::uint32_t id = find(nick, isupport); id != kNobody) remove_person(id);
}

void Directory::rename(std::string_view nick, std::string_view to, const Isupport& isupport) {
    const std::uint32_t id = find(nick, isupport);
    if (id == kNobody || to.empty()) return;
    if (const std::uint32_t other = find(to, isupport); other != kNobody && other != id) remove_person(other);
    if (to.size() > Person::kMaxText) return remove_person(id);
    nicks_.erase(id, by_nick());
    PersonText text = people_[id].text();
    text.nick = to;
    set_text(id, text);
    people_[id].hash = isupport.hash(to);
    nicks_.insert(id, by_nick());
}

void Directory::set_account(std::string_view nick, std::string_view account, const Isupport& isupport) {
    const std::uint32_t id = find(nick, isupport);
    if (id == kNobody) return;
    PersonText text = people_[id].text();
    text.account = real_account(account);
    set_text(id, text);
}

void Directory::set_host(std::string_view nick, std::string_view user, std::string_view host,
                         const Isupport& isupport) {
    const std::uint32_t id = find(nick, isupport);
    if (id == kNobody) return;
    PersonText text = people_[id].text();
    text.user = user;
    text.host = host;
    set_text(id, text);
}

void Directory::set_away(std::string_view nick, bool is_away, const Isupport& isupport) {
    if (const std::uint32_t id = find(nick, isupport); id != kNobody) people_[id].is_away = is_away;
}

void Directory::set_bot(std::string_view nick, bool is_bot, const Isupport& isupport) {
    if (const std::uint32_t id = find(nick, isupport); id != kNobody) people_[id].is_bot = is_bot;
}

const Person* Directory::person(std::string_view nick, const Isupport& isupport) const {
    const std::uint32_t id = find(nick, isupport);
    return id == kNobody ? nullptr : &people_[id];
}

std::string_view Directory::account_of(std::string_view nick, const Isupport& isupport) const {
    const Person* known = person(nick, isupport);
    return known ? known->account() : std::string_view();
}

std::string_view Directory::nick_of(std::string_view account) const {
    if (account.empty()) return {};
    const std::uint32_t id = accounts_.find(hash_of_account(account), [&](std::uint32_t candidate) {
        return people_[candidate].account() == account;
    });
    return id == kNobody ? std::string_view() : people_[id].nick();
}

std::vector<const KnownChannel*> Directory::channels_of(std::string_view nick,
                                                        const Isupport& isupport) const {
    std::vector<const KnownChannel*> found;
    if (const Person* known = person(nick, isupport))
        for (const Seat& seat : known->seats()) found.push_back(channels_[seat.channel].get());
    return found;
}

}  // namespace confab::irc
