#include "channel_details.hpp"

#include "decode.hpp"
#include "text.hpp"

namespace confab::irc {

MemberRank rank_of(std::string_view letters) {
    if (letters.empty()) return MemberRank::none;
    switch (letters.front()) {
        case 'q':
            return MemberRank::owner;
        case 'a':
            return MemberRank::admin;
        case 'o':
        case 'h':
            return MemberRank::moderator;
        case 'v':
            return MemberRank::voiced;
        default:
            // A letter of that network's own: no less than the next below it.
            return rank_of(letters.substr(1));
    }
}

const KnownChannel* IrcChannelDetails::find(const ChannelId& channel) const {
    const Session* session = session_();
    return session ? session->directory().channel(channel.str(), session->isupport()) : nullptr;
}

std::vector<Member> IrcChannelDetails::members(const ChannelId& channel, std::size_t limit) const {
    std::vector<Member> found;
    const KnownChannel* known = find(channel);
    if (!known || limit == 0) return found;
    const Session& session = *session_();
    const auto add = [&](const Person& person, const std::string& letters) {
        User user = make_user(person.nick(), person.account(), session.isupport());
        user.is_self = session.facts().is_self(person.nick());
        user.is_bot = person.is_bot;
        Member& member = found.emplace_back(std::move(user), rank_of(letters));
        member.is_away = person.is_away;
        return found.size() < limit;
    };
    session.directory().each_member(*known, session.isupport(), add);
    return found;
}

std::size_t IrcChannelDetails::member_count(const ChannelId& channel) const {
    const KnownChannel* known = find(channel);
    return known ? known->size() : 0;
}

std::string IrcChannelDetails::topic(const ChannelId& channel) const {
    const KnownChannel* known = find(channel);
    return known ? readable(known->topic) : std::string();
}

}  // namespace confab::irc
