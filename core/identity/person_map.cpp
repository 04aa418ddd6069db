#include "core/identity/person_map.hpp"

#include "core/storage/fields.hpp"

namespace confab::core {

std::string text_of(const Identity& who) {
    return who.account.str() + "/" + who.user.str();
}

std::string encode_identities(const std::vector<Identity>& identities) {
    std::vector<std::string_view> fields;
    for (const Identity& who : identities) {
        fields.emplace_back(who.account.str());
        fields.emplace_back(who.user.str());
    }
    return join_fields(fields);
}

std::vector<Identity> decode_identities(std::string_view text) {
    const std::vector<std::string> fields = split_fields(text);
    std::vector<Identity> identities;
    for (std::size_t i = 0; i + 1 < fields.size(); i += 2)
        if (!fields[i].empty() && !fields[i + 1].empty())
            identities.emplace_back(AccountId(fields[i]), UserId(fields[i + 1]));
    return identities;
}

PersonId PersonMap::person_of(const Identity& who) const {
    const auto found = person_of_.find(who);
    return found == person_of_.end() ? PersonId(text_of(who)) : found->second;
}

std::vector<Identity> PersonMap::identities_of(const PersonId& person) const {
    if (const auto found = persons_.find(person); found != persons_.end()) return found->second;
    const std::size_t slash = person.str().find('/');
    if (slash == std::string::npos) return {};
    Identity self(AccountId(person.str().substr(0, slash)), UserId(person.str().substr(slash + 1)));
    // The id may be of one who is part of somebody else by now.
    if (person_of(self) != person) return {};
    return {std::move(self)};
}

bool PersonMap::is_worth_keeping(const PersonId& person, const std::vector<Identity>& identities) {
    return identities.size() > 1 || (identities.size() == 1 && text_of(identities.front()) != person.str());
}

void PersonMap::set(const PersonId& person, const std::vector<Identity>& identities) {
    if (const auto old = persons_.find(person); old != persons_.end()) {
        for (const Identity& who : old->second) person_of_.erase(who);
        persons_.erase(old);
    }
    if (!is_worth_keeping(person, identities)) return;
    std::vector<Identity> taken;
    for (const Identity& who : identities)
        if (person_of_.emplace(who, person).second) taken.push_back(who);
    if (!taken.empty()) persons_.emplace(person, std::move(taken));
}

}  // namespace confab::core
