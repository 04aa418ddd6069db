#pragma once
/// One channel: who is in it, with which modes, and who may come in or speak.

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "client.hpp"
#include "isupport.hpp"

namespace confab::irc_sandbox {

class Member {
public:
    ClientPtr client;
    std::string modes;  ///< Letters of PREFIX, the highest first.
};

class Ban {
public:
    std::string mask;
    std::string by;
    long at = 0;  ///< Unix seconds.
};

class Channel {
public:
    std::string name;  ///< As first written.
    std::string topic;
    std::string topic_by;
    long topic_at = 0;
    long created = 0;
    std::string key;
    unsigned long limit = 0;  ///< 0: none.
    std::string forward;      ///< Where those go who may not join.
    std::set<char> flags{'n', 't'};
    std::vector<Ban> bans;
    std::set<std::string> invited;  ///< Folded nicks.
    std::vector<Member> members;    ///< In the order of joining.

    Member* member(const Client& client);
    const Member* member(const Client& client) const;
    bool is(char flag) const { return flags.contains(flag); }
    /// As in 324: the key is shown to members only.
    std::string modes_text(bool with_key) const;
    bool is_banned(const Client& client, CaseMapping mapping) const;
    /// Place of the highest mode in PREFIX; its length: none.
    std::size_t rank(const Client& client, const Isupport& isupport) const;
    /// Has mode `letter` or a higher one. Made-up people may do everything.
    bool has_rank(const Client& client, char letter, const Isupport& isupport) const;
    /// Empty: it may. Else the numeric that says why not (RFC 2812, Solanum for 477).
    std::string refuses_join(const Client& client, std::string_view given_key,
                             const Isupport& isupport) const;
    /// Empty: it may. Else what to put in the parentheses of 404.
    std::string refuses_speech(const Client& client, const Isupport& isupport) const;
};

/// The signs of a member's modes: all, or the highest.
std::string signs_of(const Member& member, bool all, const Isupport& isupport);

}  // namespace confab::irc_sandbox
