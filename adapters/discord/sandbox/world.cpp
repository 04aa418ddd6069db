#include "world.hpp"

#include <algorithm>

namespace confab::discord_sandbox {

std::string IdSource::next(WallTime now) {
    constexpr std::uint64_t kEpoch = 1'420'070'400'000;
    const auto milliseconds = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count());
    last_ = std::max(last_ + 1, (milliseconds - kEpoch) << 22);
    return std::to_string(last_);
}

World::World(WallTime now, std::string bot_name) {
    guild_id_ = ids_.next(now);
    people_.push_back(std::make_unique<Person>(Person{ids_.next(now), std::move(bot_name), true}));
    bot_ = people_.back().get();
    owner_ = &person("owner", now);
    add_channel("general", now);
    add_channel("random", now);
}

Place& World::add_channel(std::string name, WallTime now) {
    auto place = std::make_unique<Place>();
    place->id = ids_.next(now);
    place->name = std::move(name);
    places_.push_back(std::move(place));
    return *places_.back();
}

void World::set_locale(std::string_view person, std::string locale) {
    for (const auto& known : people_)
        if (known->name == person) known->locale = std::move(locale);
}

std::vector<const Person*> World::members() const {
    std::vector<const Person*> out;
    for (const auto& person : people_) out.push_back(person.get());
    return out;
}

std::vector<const Place*> World::guild_channels() const {
    std::vector<const Place*> out;
    for (const auto& place : places_)
        if (!place->direct()) out.push_back(place.get());
    return out;
}

const Person* World::find_person(std::string_view id) const {
    for (const auto& person : people_)
        if (person->id == id) return person.get();
    return nullptr;
}

const Person& World::person(const std::string& name, WallTime now) {
    for (const auto& person : people_)
        if (person->name == name) return *person;
    people_.push_back(std::make_unique<Person>(Person{ids_.next(now), name, false}));
    return *people_.back();
}

Place* World::find_place(std::string_view id) {
    for (const auto& place : places_)
        if (place->id == id) return place.get();
    return nullptr;
}

Place* World::channel_named(std::string_view name) {
    if (name.starts_with('#')) name.remove_prefix(1);
    for (const auto& place : places_)
        if (!place->direct() && place->name == name) return place.get();
    return nullptr;
}

Place& World::direct_with(const Person& person, WallTime now) {
    for (const auto& place : places_)
        if (place->recipient == &person) return *place;
    Place& place = add_channel({}, now);
    place.recipient = &person;
    return place;
}

StoredMessage& World::add_message(Place& place, const Person& author, std::string content, WallTime now) {
    StoredMessage message;
    message.id = ids_.next(now);
    message.place = &place;
    message.author = &author;
    message.content = std::move(content);
    message.sent = now;
    place.last_message = message.id;
    messages_.push_back(std::move(message));
    if (messages_.size() > kMaxMessages) messages_.pop_front();
    return messages_.back();
}

StoredMessage* World::find_message(std::string_view place_id, std::string_view id) {
    for (StoredMessage& message : messages_)
        if (message.id == id && message.place->id == place_id) return &message;
    return nullptr;
}

bool World::remove_message(std::string_view place_id, std::string_view id) {
    const auto matches = [&](const StoredMessage& m) {
        return m.id == id && m.place->id == place_id;
    };
    return std::erase_if(messages_, matches) > 0;
}

std::vector<const StoredMessage*> World::messages_of(std::string_view place_id) const {
    std::vector<const StoredMessage*> out;
    for (auto it = messages_.rbegin(); it != messages_.rend(); ++it)
        if (it->place->id == place_id) out.push_back(&*it);
    return out;
}

const StoredMessage* World::with_nonce(const Person& author, std::string_view nonce) const {
    for (const StoredMessage& message : messages_)
        if (message.author == &author && message.nonce == nonce) return &message;
    return nullptr;
}

std::vector<const Person*> World::mentioned_in(std::string_view content) const {
    std::vector<const Person*> out;
    for (const auto& person : people_)
        if (content.find("<@" + person->id + ">") != std::string_view::npos) out.push_back(person.get());
    return out;
}

std::string World::with_mentions(std::string text) const {
    for (const auto& person : people_) {
        const std::string typed = "@" + person->name;
        for (std::size_t at = 0; (at = text.find(typed, at)) != std::string::npos;)
            text.replace(at, typed.size(), "<@" + person->id + ">");
    }
    return text;
}

}  // namespace confab::discord_sandbox
