#pragma once
/// One value of one parameter: from what somebody wrote to what the handler gets.

#include <string>
#include <string_view>

#include "confab/command_schema.hpp"
#include "confab/invocation.hpp"
#include "core/account/name_lookup.hpp"

namespace confab::core {

/// Whose users and channels the words of a user mean.
class NameScope {
public:
    NameScope(const AccountId& account, const NameLookup& names) : account_(account), names_(names) {}
    std::optional<Mention> user(std::string_view text) const { return names_.user_named(account_, text); }
    std::optional<ChannelRef> channel(std::string_view text) const;

private:
    const AccountId& account_;
    const NameLookup& names_;
};

/// Converts `text` and checks it against the range or the choices. The error's context says what was
/// expected: "a whole number from 2 to 1000". `names` may be null: then nobody is known.
Result<ArgumentValue> parse_argument(const CommandParameter& parameter, std::string_view text,
                                     const NameScope* names);

/// What fits, in words that follow "must be".
std::string expectation(const CommandParameter& parameter);

}  // namespace confab::core
