#pragma once
/// Service: one person, many accounts. Who shows on one network a code that was given on another is the same
/// person on both.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "confab/abi.hpp"
#include "confab/event.hpp"
#include "confab/ids.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

using PersonId = Id<struct PersonTag>;  ///< The same for all linked identities, across restarts.

/// A user of one account's network.
class Identity {
public:
    Identity(AccountId account_in, UserId user_in)
        : account(std::move(account_in)), user(std::move(user_in)) {}
    friend bool operator==(const Identity&, const Identity&) = default;
    friend auto operator<=>(const Identity&, const Identity&) = default;
    AccountId account;
    UserId user;
};

/// Looking up is in memory, and never fails: who is not linked is a person of their own. I/O thread only.
class CONFAB_API People {
public:
    static constexpr const char* kServiceId = "confab.people/1";
    virtual ~People();

    virtual PersonId person_of(const Identity& who) const = 0;
    /// All identities of a person, the first one first.
    virtual std::vector<Identity> identities_of(const PersonId& person) const = 0;

    /// A code that links whoever shows it to `user`: eight letters, good once, for ten minutes. Errors:
    /// unauthorized when the network does not vouch for the user (less than `Assurance::account`).
    virtual Result<std::string> begin_link(const AccountId& account, const User& user) = 0;
    /// Joins the two. Errors: unauthorized as above, or for a code that is wrong, used or too old; five wrong
    /// ones lock a user out for ten minutes (rate_limited); invalid_argument for one's own code. Both
    /// persons' identities are then one person's, whose id is that of who made the code.
    virtual Task<Result<PersonId>> finish_link(AccountId account, User user, std::string code) = 0;
    /// Makes a code worthless that others may have seen.
    virtual void revoke_code(std::string_view code) { (void)code; }
    /// Makes an identity a person of its own again, also one that another's id is named after: that one keeps
    /// the id, and this gets a new one.
    virtual Task<Result<void>> unlink(Identity who) = 0;
};

}  // namespace confab::inline v1
