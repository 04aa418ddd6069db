#pragma once
/// The capability ChannelDetails, from what the directory knows.

#include <functional>

#include "confab/capability/channel_details.hpp"
#include "session.hpp"

namespace confab::irc {

/// What the letters of PREFIX stand for, given highest first ("ov").
MemberRank rank_of(std::string_view letters);

class IrcChannelDetails final : public ChannelDetails {
public:
    /// `session`: the present one, or nullptr while disconnected.
    explicit IrcChannelDetails(std::function<const Session*()> session) : session_(std::move(session)) {}

    std::vector<Member> members(const ChannelId& channel, std::size_t limit) const override;
    std::size_t member_count(const ChannelId& channel) const override;
    std::string topic(const ChannelId& channel) const override;

private:
    const KnownChannel* find(const ChannelId& channel) const;

    std::function<const Session*()> session_;
};

}  // namespace confab::irc
