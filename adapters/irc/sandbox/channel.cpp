#include "channel.hpp"

#include <algorithm>

namespace confab::irc_sandbox {

const Member* Channel::member(const Client& client) const {
    const auto it = std::find_if(members.begin(), members.end(),
                                 [&](const Member& item) { return item.client.get() == &client; });
    return it == members.end() ? nullptr : &*it;
}

Member* Channel::member(const Client& client) {
    return const_cast<Member*>(std::as_const(*this).member(client));
}

std::string Channel::modes_text(bool with_key) const {
    std::string letters = "+";
    std::string values;
    for (const char flag : flags) letters += flag;
    const auto add = [&](char letter, const std::string& value) {
        letters += letter;
        values += " " + value;
    };
    if (!key.empty()) add('k', with_key ? key : "*");
    if (limit > 0) add('l', std::to_string(limit));
    if (!forward.empty()) add('f', forward);
    return letters + values;
}

bool Channel::is_banned(const Client& client, CaseMapping mapping) const {
    const std::string who = fold(client.mask(), mapping);
    return std::any_of(bans.begin(), bans.end(),
                       [&](const Ban& ban) { return matches_mask(fold(ban.mask, mapping), who); });
}

std::size_t Channel::rank(const Client& client, const Isupport& isupport) const {
    const std::string modes = isupport.prefix_modes();
    const Member* found = member(client);
    if (!found || found->modes.empty()) return modes.size();
    return std::min(modes.find(found->modes.front()), modes.size());
}

bool Channel::has_rank(const Client& client, char letter, const Isupport& isupport) const {
    if (!client.is_real()) return true;
    const std::size_t least = isupport.prefix_modes().find(letter);
    return least != std::string::npos && rank(client, isupport) <= least;
}

std::string Channel::refuses_join(const Client& client, std::string_view given_key,
                                  const Isupport& isupport) const {
    const CaseMapping mapping = isupport.case_mapping();
    if (!client.is_real() || invited.contains(fold(client.nick, mapping))) return {};
    if (is_banned(client, mapping)) return "474";
    if (is('i')) return "473";
    if (!key.empty() && key != given_key) return "475";
    if (is('r') && client.account.empty()) return "477";
    if (limit > 0 && members.size() >= limit) return "471";
    return {};
}

std::string Channel::refuses_speech(const Client& client, const Isupport& isupport) const {
    if (!client.is_real()) return {};
    const bool inside = member(client) != nullptr;
    if (!inside && is('n')) return "+n";
    if (has_rank(client, 'v', isupport)) return {};
    if (is('m')) return "+m";
    return is_banned(client, isupport.case_mapping()) ? "+b" : "";
}

std::string signs_of(const Member& member, bool all, const Isupport& isupport) {
    const std::string modes = isupport.prefix_modes();
    const std::string signs = isupport.prefix_signs();
    std::string out;
    for (const char letter : member.modes) {
        const std::size_t at = modes.find(letter);
        if (at < signs.size()) out += signs[at];
        if (!all && !out.empty()) break;
    }
    return out;
}

}  // namespace confab::irc_sandbox
