#include <algorithm>

#include "world.hpp"

namespace confab::inline v1::testing {

User::User(World& world, std::string name) : world_(world), name_(std::move(name)) {}

User& User::on(std::string platform) {
    const auto& known = Network::platforms();
    if (std::find(known.begin(), known.end(), platform) == known.end())
        throw std::invalid_argument("on(): there are test, irc, discord and matrix, not `" + platform + "`");
    platform_ = std::move(platform);
    return *this;
}
User& User::in(std::string channel) {
    channel_ = std::move(channel);
    direct_ = false;
    return *this;
}
User& User::in_private() {
    direct_ = true;
    return *this;
}
User& User::as_owner() {
    return with_permission(kOwnerPermission);
}
User& User::with_permission(std::string name) {
    world_.grants.add(identity().id, std::move(name));
    return *this;
}
User& User::with_assurance(Assurance assurance) {
    assurance_ = assurance;
    return *this;
}

confab::User User::identity() const {
    return confab::User(UserId(name_), name_, assurance_);
}

Channel User::channel() const {
    if (direct_) {
        const ChannelId id("@" + identity().id.str());
        return Channel(ChannelRef(AccountId(platform_), id), name_, ChannelKind::direct);
    }
    Channel channel(ChannelRef(AccountId(platform_), ChannelId(channel_)), channel_, ChannelKind::group);
    channel.guild = GuildId(platform_ + "-guild");
    return channel;
}

User& User::says(Message message) {
    if (!world_.ready()) return *this;
    MessageReceived event;
    event.channel = channel();
    event.sender = identity();
    event.id = MessageId("said-" + std::to_string(++world_.said));
    const std::string text = message.plain_text();
    world_.transcript.said(event.channel.ref, name_, text);
    // As adapters do: a name at the start of the line is an address, and no part of the text.
    event.mentions_bot = text.starts_with("confab: ") || text.starts_with("confab, ");
    event.message = event.mentions_bot ? Message(text.substr(8)) : std::move(message);
    event.sent_at = world_.now();
    world_.happens(platform_, std::move(event));
    return *this;
}

User& User::expect_reply(const Pattern& pattern, const char* file, int line) {
    world_.at(file, line);
    if (!world_.ready()) return *this;
    const ChannelRef where = channel().ref;
    const bool silent = world_.transcript.replies(where).empty();
    const std::optional<std::string> problem = world_.transcript.take(where, pattern);
    if (problem) world_.fail(file, line, *problem + (silent ? world_.hint() : ""));
    return *this;
}

User& User::expect_no_reply(const char* file, int line) {
    world_.at(file, line);
    if (!world_.ready()) return *this;
    if (const std::optional<std::string> problem = world_.transcript.rest(channel().ref))
        world_.fail(file, line, *problem);
    return *this;
}

std::vector<std::string> User::replies() const {
    return world_.transcript.replies(channel().ref);
}

}  // namespace confab::inline v1::testing
