#include "state/roster.hpp"

#include <iterator>

namespace confab::irc {

void Roster::on_join(std::string_view nick, std::string_view account, std::string_view channel,
                     const Isupport& isupport) {
    const std::string key = isupport.fold(nick);
    auto it = people_.find(key);
    if (it == people_.end()) {
        if (people_.size() >= kMaxPeople) return;
        it = people_.emplace(key, Person()).first;
    }
    it->second.account = account == "*" ? std::string_view() : account;
    it->second.channels.insert(isupport.fold(channel));
}

void Roster::on_account(std::string_view nick, std::string_view account, const Isupport& isupport) {
    const auto it = people_.find(isupport.fold(nick));
    if (it != people_.end()) it->second.account = account == "*" ? std::string_view() : account;
}

void Roster::on_part(std::string_view nick, std::string_view channel, const Isupport& isupport) {
    const auto it = people_.find(isupport.fold(nick));
    if (it == people_.end()) return;
    it->second.channels.erase(isupport.fold(channel));
    if (it->second.channels.empty()) people_.erase(it);
}

void Roster::on_quit(std::string_view nick, const Isupport& isupport) {
    people_.erase(isupport.fold(nick));
}

void Roster::on_rename(std::string_view nick, std::string_view to, const Isupport& isupport) {
    auto node = people_.extract(isupport.fold(nick));
    if (node.empty()) return;
    node.key() = isupport.fold(to);
    people_.erase(node.key());
    people_.insert(std::move(node));
}

void Roster::on_channel_left(std::string_view channel, const Isupport& isupport) {
    const std::string folded = isupport.fold(channel);
    for (auto it = people_.begin(); it != people_.end();) {
        it->second.channels.erase(folded);
        it = it->second.channels.empty() ? people_.erase(it) : std::next(it);
    }
}

std::string_view Roster::account(std::string_view nick, const Isupport& isupport) const {
    const auto it = people_.find(isupport.fold(nick));
    return it == people_.end() ? std::string_view() : std::string_view(it->second.account);
}

std::string_view Roster::nick_of(std::string_view account) const {
    for (const auto& [nick, person] : people_)
        if (person.account == account) return nick;
    return {};
}

std::vector<std::string> Roster::channels(std::string_view nick, const Isupport& isupport) const {
    const auto it = people_.find(isupport.fold(nick));
    if (it == people_.end()) return {};
    return {it->second.channels.begin(), it->second.channels.end()};
}

}  // namespace confab::irc
