#pragma once
/// What the adapter knows about rooms: names, people, and what kind of conversation each is.

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "confab/event.hpp"
#include "confab/json.hpp"

namespace confab::matrix {

/// One joined room, kept up to date from state events. Members are those that lazy loading brought.
class Room {
public:
    /// Takes in one state event; what it does not know is ignored.
    void apply(json::Value event);
    /// `m.heroes` of a room summary: who to name the room after when it has no name.
    void set_heroes(json::Value heroes);

    /// m.room.name, else the alias, else the people in it, else `room_id`.
    std::string name(std::string_view room_id) const;
    /// Display name, or the user id without a name known.
    std::string member_name(std::string_view user_id) const;
    /// The people with this display name.
    std::vector<std::string_view> members_called(std::string_view name) const;
    const std::string& alias() const { return alias_; }
    bool has_member(std::string_view user_id) const { return members_.contains(std::string(user_id)); }
    bool is_encrypted() const { return encrypted_; }
    bool is_space() const { return space_; }

private:
    void set_member(std::string_view user_id, json::Value content);

    std::string name_;
    std::string alias_;
    std::vector<std::string> heroes_;
    std::unordered_map<std::string, std::string> members_;  // user id -> display name (may be empty)
    bool encrypted_ = false;  // once seen, never off: state resets must not make us speak in the clear
    bool space_ = false;
};

/// All rooms of one account, and which of them are private conversations.
class Rooms {
public:
    Room* find(std::string_view room_id);
    const Room* find(std::string_view room_id) const;
    Room& add(std::string_view room_id) { return rooms_[std::string(room_id)]; }
    void remove(std::string_view room_id) { rooms_.erase(std::string(room_id)); }

    /// Display name in any of the rooms, or the user id.
    std::string member_name(std::string_view user_id) const;
    /// The one person with this display name, or empty.
    std::string member_called(std::string_view name) const;
    /// The room with this alias, else the one room with this name, or empty.
    std::string room_called(std::string_view name) const;

    /// Content of the account data event m.direct.
    void set_direct(json::Value content);
    void add_direct(std::string user_id, std::string room_id);
    bool is_direct(std::string_view room_id) const { return direct_rooms_.contains(room_id); }
    /// A joined private room with that person, or empty.
    std::string direct_room(const std::string& user_id) const;
    /// m.direct as it should be stored.
    std::string direct_content() const;

private:
    std::unordered_map<std::string, Room> rooms_;
    std::map<std::string, std::vector<std::string>> direct_by_user_;
    std::set<std::string, std::less<>> direct_rooms_;
};

}  // namespace confab::matrix
