#include "room.hpp"

#include <algorithm>

namespace confab::matrix {
namespace {

constexpr std::size_t kMaxName = 256;
constexpr std::size_t kMaxMembers = 20'000;  // beyond it people go by their user id
constexpr std::size_t kMaxHeroes = 5;

// Cut at a character boundary: names are the network's and as long as it likes.
std::string shortened(std::string_view text) {
    if (text.size() <= kMaxName) return std::string(text);
    std::size_t end = kMaxName;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return std::string(text.substr(0, end));
}

}  // namespace

void Room::apply(json::Value event) {
    const std::string_view type = event["type"].string();
    const json::Value content = event["content"];
    if (type == "m.room.member") return set_member(event["state_key"].string(), content);
    if (!event["state_key"].is_string() || !event["state_key"].string().empty()) return;
    if (type == "m.room.name") name_ = shortened(content["name"].string());
    if (type == "m.room.canonical_alias") alias_ = shortened(content["alias"].string());
    if (type == "m.room.encryption") encrypted_ = true;
    if (type == "m.room.create") space_ = content["type"].string() == "m.space";
}

void Room::set_member(std::string_view user_id, json::Value content) {
    if (user_id.empty() || user_id.size() > 255) return;
    const std::string_view membership = content["membership"].string();
    std::string key(user_id);
    if (membership == "leave" || membership == "ban") {
        members_.erase(key);
    } else if (membership == "join" && (members_.size() < kMaxMembers || members_.contains(key))) {
        members_[std::move(key)] = shortened(content["displayname"].string());
    }
}

void Room::set_heroes(json::Value heroes) {
    if (!heroes.is_array()) return;
    heroes_.clear();
    for (const json::Value hero : heroes.items())
        if (heroes_.size() < kMaxHeroes) heroes_.push_back(shortened(hero.string()));
}

std::string Room::name(std::string_view room_id) const {
    if (!name_.empty()) return name_;
    if (!alias_.empty()) return alias_;
    std::string people;
    for (const std::string& hero : heroes_) {
        if (!people.empty()) people += ", ";
        people += member_name(hero);
    }
    return people.empty() ? std::string(room_id) : people;
}

std::string Room::member_name(std::string_view user_id) const {
    const auto found = members_.find(std::string(user_id));
    return found == members_.end() || found->second.empty() ? std::string(user_id) : found->second;
}

std::vector<std::string_view> Room::members_called(std::string_view name) const {
    std::vector<std::string_view> out;
    for (const auto& [user_id, shown] : members_)
        if (shown == name) out.push_back(user_id);
    return out;
}

std::string Rooms::member_name(std::string_view user_id) const {
    for (const auto& [id, room] : rooms_) {
        std::string name = room.member_name(user_id);
        if (name != user_id) return name;
    }
    return std::string(user_id);
}

std::string Rooms::member_called(std::string_view name) const {
    std::string_view found;
    for (const auto& [id, room] : rooms_) {
        for (const std::string_view user_id : room.members_called(name)) {
            if (!found.empty() && found != user_id) return {};
            found = user_id;
        }
    }
    return std::string(found);
}

std::string Rooms::room_called(std::string_view name) const {
    std::string_view found;
    bool several = false;
    for (const auto& [id, room] : rooms_) {
        if (room.alias() == name) return id;  // an alias points at one room
        if (room.name({}) != name) continue;
        several = several || !found.empty();
        found = id;
    }
    return several ? std::string() : std::string(found);
}

Room* Rooms::find(std::string_view room_id) {
    const auto found = rooms_.find(std::string(room_id));
    return found == rooms_.end() ? nullptr : &found->second;
}

const Room* Rooms::find(std::string_view room_id) const {
    const auto found = rooms_.find(std::string(room_id));
    return found == rooms_.end() ? nullptr : &found->second;
}

void Rooms::set_direct(json::Value content) {
    direct_by_user_.clear();
    direct_rooms_.clear();
    for (std::size_t i = 0; i < content.size() && content.is_object(); ++i)
        for (const json::Value room : content.value_at(i).items())
            add_direct(std::string(content.key_at(i)), std::string(room.string()));
}

void Rooms::add_direct(std::string user_id, std::string room_id) {
    if (room_id.empty() || !direct_rooms_.insert(room_id).second) return;
    direct_by_user_[std::move(user_id)].push_back(std::move(room_id));
}

std::string Rooms::direct_room(const std::string& user_id) const {
    const auto found = direct_by_user_.find(user_id);
    if (found == direct_by_user_.end()) return {};
    // The newest is the last; rooms we have left stay listed.
    const auto joined = std::find_if(found->second.rbegin(), found->second.rend(),
                                     [this](const std::string& room) { return find(room) != nullptr; });
    return joined == found->second.rend() ? std::string() : *joined;
}

std::string Rooms::direct_content() const {
    json::Writer out;
    out.begin_object();
    for (const auto& [user, rooms] : direct_by_user_) {
        out.key(user).begin_array();
        for (const std::string& room : rooms) out.value(room);
        out.end_array();
    }
    return std::move(out.end_object()).str();
}

}  // namespace confab::matrix
