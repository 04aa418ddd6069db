#pragma once
/// Capability: who is in a channel and what it is about, as far as the account knows without asking.

#include <cstdint>
#include <string>
#include <vector>

#include "confab/event.hpp"
#include "confab/ids.hpp"

namespace confab::inline v1 {

/// What somebody may do in a channel, in the platform's order.
enum class MemberRank : std::uint8_t { none, voiced, moderator, admin, owner };

class Member {
public:
    Member(User user_in, MemberRank rank_in) : user(std::move(user_in)), rank(rank_in) {}
    User user;
    MemberRank rank;
    bool is_away = false;
};

class CONFAB_API ChannelDetails {
public:
    static constexpr const char* kCapabilityId = "confab.channel_details/1";
    virtual ~ChannelDetails();
    /// At most `limit` members, in no order; empty for a channel the bot is not in.
    virtual std::vector<Member> members(const ChannelId& channel, std::size_t limit) const = 0;
    virtual std::size_t member_count(const ChannelId& channel) const = 0;
    virtual std::string topic(const ChannelId& channel) const = 0;  ///< Empty where there is none.
};

}  // namespace confab::inline v1
