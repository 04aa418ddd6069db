// How lines reach people: the tags each reader negotiated, and who gets what.
#include <array>
#include <cstdio>
#include <ctime>

#include "network.hpp"
#include "wire.hpp"

namespace confab::irc_sandbox {

void Network::send(Client& to, const std::string& body, std::string tags) const {
    if (!to.is_real()) return;
    if (to.has("server-time") && tags.find("time=") == std::string::npos)
        tags = "time=" + time_text() + (tags.empty() ? "" : ";") + tags;
    to.send(OutLine(std::move(tags), body));
}

void Network::say(Client& to, const std::string& rest, std::string tags) const {
    send(to, std::string(":") + kName + " " + rest, std::move(tags));
}

void Network::reply(Client& to, const char* numeric, const std::string& rest) const {
    say(to, std::string(numeric) + " " + (to.nick.empty() ? "*" : to.nick) + " " + rest);
}

void Network::fail(Client& to, const std::string& command, const std::string& code, const std::string& text,
                   const std::string& tags) const {
    say(to, "FAIL " + command + " " + code + " :" + text, tags);
}

std::string Network::tags_for(const Client& to, const Doing& doing) const {
    std::string tags;
    const auto add = [&](const std::string& tag) {
        tags += (tags.empty() ? "" : ";") + tag;
    };
    if (!doing.batch.empty()) add("batch=" + doing.batch);
    if (to.has("server-time")) add("time=" + time_text());
    if (to.has("account-tag") && !doing.from.account.empty()) add("account=" + doing.from.account);
    if (!to.has("message-tags")) return tags;
    if (doing.from.is_bot) add("bot");
    if (!doing.id.empty()) add("msgid=" + doing.id);
    if (!doing.client_tags.empty()) add(doing.client_tags);
    return tags;
}

void Network::deliver(Client& to, const Doing& doing) const {
    if (to.is_real()) to.send(OutLine(tags_for(to, doing), ":" + doing.from.mask() + " " + doing.body));
}

void Network::deliver_aside(Client& to, const Doing& doing) const {
    if (to.is_real() && !to.is_closing())
        to.send_aside(OutLine(tags_for(to, doing), ":" + doing.from.mask() + " " + doing.body));
}

void Network::to_channel(const Channel& channel, const Doing& doing, const Client* except) const {
    for (const Member& member : channel.members)
        if (member.client.get() != except) deliver(*member.client, doing);
}

std::vector<ClientPtr> Network::neighbours(const Client& of) const {
    std::set<const Client*> seen{&of};
    std::vector<ClientPtr> out;
    for (const Channel* channel : of.channels)
        for (const Member& member : channel->members)
            if (member.client->is_real() && seen.insert(member.client.get()).second)
                out.push_back(member.client);
    return out;
}

void Network::to_neighbours(const Doing& doing, std::string_view capability) const {
    for (const ClientPtr& reader : neighbours(doing.from))
        if (capability.empty() || reader->has(capability)) deliver(*reader, doing);
}

void Network::to_interested(const Doing& doing, std::string_view capability) const {
    std::set<const Client*> reached{&doing.from};
    for (const ClientPtr& reader : neighbours(doing.from)) {
        reached.insert(reader.get());
        if (reader->has(capability)) deliver(*reader, doing);
    }
    const std::string folded = fold(doing.from.nick);
    for (const auto& [name, watcher] : people_)
        if (watcher->monitored.contains(folded) && !reached.contains(watcher.get()) &&
            watcher->has("extended-monitor") && watcher->has(capability))
            deliver(*watcher, doing);
}

void Network::tell_monitors(std::string_view nick, bool online) const {
    const std::string folded = fold(nick);
    const ClientPtr subject = find(nick);
    for (const auto& [name, watcher] : people_) {
        if (!watcher->registered || !watcher->monitored.contains(folded)) continue;
        if (online && subject)
            reply(*watcher, "730", ":" + subject->mask());
        else
            reply(*watcher, "731", ":" + std::string(nick));
    }
}

std::string Network::time_text() const {
    const auto wall = clock.wall_now();
    const std::time_t whole =
        std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(wall));
    const auto millis = std::chrono::duration_cast<Duration>(wall.time_since_epoch()).count() % 1000;
    std::tm parts{};
    gmtime_r(&whole, &parts);
    std::array<char, 40> text{};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    std::snprintf(text.data() + length, text.size() - length, ".%03dZ", static_cast<int>(millis));
    return text.data();
}

long Network::seconds() const {
    return static_cast<long>(std::chrono::system_clock::to_time_t(clock.wall_now()));
}

}  // namespace confab::irc_sandbox
