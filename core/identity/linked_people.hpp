#pragma once
/// The People service: persons kept in the database and in memory.

#include <string>
#include <vector>

#include "confab/service/clock.hpp"
#include "confab/service/logger.hpp"
#include "confab/service/people.hpp"
#include "core/identity/link_codes.hpp"
#include "core/identity/person_map.hpp"
#include "core/runtime/runtime.hpp"
#include "core/runtime/turns.hpp"
#include "core/storage/database.hpp"

namespace confab::core {

/// I/O thread only. Outlives every plugin.
class LinkedPeople final : public People {
public:
    /// Reads who is linked: blocking, before the loop runs.
    LinkedPeople(Runtime& runtime, Clock& clock, Random& random, Database& database, Logger& log);

    PersonId person_of(const Identity& who) const override { return persons_.person_of(who); }
    std::vector<Identity> identities_of(const PersonId& person) const override {
        return persons_.identities_of(person);
    }
    Result<std::string> begin_link(const AccountId& account, const User& user) override;
    Task<Result<PersonId>> finish_link(AccountId account, User user, std::string code) override;
    void revoke_code(std::string_view code) override { codes_.revoke(code); }
    Task<Result<void>> unlink(Identity who) override;

    static constexpr std::size_t kMostPersons = 1'000'000;
    static constexpr std::size_t kMostIdentities = 50;  ///< Of one person.

private:
    /// What becomes of one person.
    struct Outcome {
        PersonId person;
        std::vector<Identity> identities;
    };
    Task<Result<void>> store(std::vector<Outcome> outcomes);
    Runtime& runtime_;
    Clock& clock_;
    Random& random_;
    Database& database_;
    Logger& log_;
    PersonMap persons_;
    LinkCodes codes_;
    Turns turns_;
};

}  // namespace confab::core
