#pragma once
/// Who is logged in to services, as far as the server tells without being asked (extended-join,
/// account-notify). Used only where the server does not tag each message with the account.
///
/// An account is believed only while we share a channel with the nick: after that nobody would tell us that
/// the nick has passed to somebody else.

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "state/isupport.hpp"

namespace confab::irc {

class Roster {
public:
    /// Further people are not remembered, which lowers their assurance and nothing else.
    static constexpr std::size_t kMaxPeople = 20'000;

    /// `account` is "*" or empty for somebody who is not logged in.
    void on_join(std::string_view nick, std::string_view account, std::string_view channel,
                 const Isupport& isupport);
    void on_account(std::string_view nick, std::string_view account, const Isupport& isupport);
    void on_part(std::string_view nick, std::string_view channel, const Isupport& isupport);
    void on_quit(std::string_view nick, const Isupport& isupport);
    void on_rename(std::string_view nick, std::string_view to, const Isupport& isupport);
    /// We left: nobody there is known through this channel any more.
    void on_channel_left(std::string_view channel, const Isupport& isupport);
    void clear() { people_.clear(); }

    /// Empty when not known.
    std::string_view account(std::string_view nick, const Isupport& isupport) const;
    /// The nick of a logged-in person, or empty.
    std::string_view nick_of(std::string_view account) const;
    /// Folded names of the channels we know to share with the nick.
    std::vector<std::string> channels(std::string_view nick, const Isupport& isupport) const;

private:
    struct Person {
        std::string account;
        std::set<std::string> channels;
    };
    std::unordered_map<std::string, Person> people_;  // by folded nick
};

}  // namespace confab::irc
