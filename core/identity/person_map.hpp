#pragma once
/// Which identities are one person. Pure: memory only.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "confab/service/people.hpp"

namespace confab::core {

/// "libera/alice". An account's name has no slash.
std::string text_of(const Identity& who);
/// As a text to store, and back; what is malformed is left out.
std::string encode_identities(const std::vector<Identity>& identities);
std::vector<Identity> decode_identities(std::string_view text);

/// Who is not in it is a person of their own, whose id is `text_of` them.
class PersonMap {
public:
    PersonId person_of(const Identity& who) const;
    std::vector<Identity> identities_of(const PersonId& person) const;
    bool has(const PersonId& person) const { return persons_.contains(person); }
    /// False for whom the map says nothing that is not so without it.
    static bool is_worth_keeping(const PersonId& person, const std::vector<Identity>& identities);

    /// Makes these, and no others, the identities of `person`. An identity that is already somebody else's
    /// stays there.
    void set(const PersonId& person, const std::vector<Identity>& identities);

private:
    std::map<PersonId, std::vector<Identity>> persons_;
    std::map<Identity, PersonId> person_of_;
};

}  // namespace confab::core
