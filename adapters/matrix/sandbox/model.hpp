#pragma once
/// What the stand-in homeserver knows: users with devices, and rooms as lists of events.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::matrix::sandbox {

/// Counts everything that happens on this server; a sync token is one of these.
using StreamPosition = std::uint64_t;

/// A standard error answer.
class Refusal {
public:
    Refusal() = default;
    Refusal(int status_in, std::string errcode_in, std::string text_in)
        : status(status_in), errcode(std::move(errcode_in)), text(std::move(text_in)) {}
    int status = 500;
    std::string errcode;
    std::string text;
    bool soft_logout = false;
};

template <class T>
using Outcome = boost::system::result<T, Refusal>;

class Device {
public:
    std::string id;
    std::string user;
    std::string name;
    std::string token;
    bool expired = false;                         ///< Its token gets the soft logout.
    std::map<std::string, std::string> answered;  ///< Path with transaction id -> event id.
};

class AccountData {
public:
    std::string content;  ///< JSON
    StreamPosition changed = 0;
};

class Person {
public:
    std::string id;  ///< "@alice:localhost"
    std::string password;
    std::string display_name;
    bool locked = false;
    std::vector<std::string> filters;  ///< The id is the index.
    std::map<std::string, AccountData> account_data;
};

/// One event of a room. `content` and `previous_content` are JSON texts.
class RoomEvent {
public:
    std::string id;
    std::string type;
    std::string sender;
    std::optional<std::string> state_key;
    std::string content = "{}";
    std::string previous_content;  ///< Of state that this replaced.
    std::int64_t sent_at = 0;
    StreamPosition position = 0;
    std::string device;  ///< Sent by this device, with `txn`.
    std::string txn;
    std::string redacted_because;  ///< The redaction event, once there is one.
};

class Membership {
public:
    std::string state;  ///< "join", "invite", "leave", "ban"
    StreamPosition since = 0;
    StreamPosition joined_at = 0;  ///< Of the join, which profile changes leave alone.
};

class RoomModel {
public:
    std::string id;
    std::string alias;
    std::vector<RoomEvent> events;
    std::map<std::pair<std::string, std::string>, std::size_t> state;  ///< (type, key) -> index of the event
    std::map<std::string, Membership> members;
    std::map<std::string, TimePoint> typing;  ///< Until when.
    StreamPosition typing_changed = 0;
    std::map<std::string, std::pair<std::string, StreamPosition>> read;  ///< User -> event, when.

    const RoomEvent* state_event(const std::string& type, const std::string& key = {}) const {
        const auto found = state.find({type, key});
        return found == state.end() ? nullptr : &events[found->second];
    }
    std::string_view membership(const std::string& user) const {
        const auto found = members.find(user);
        return found == members.end() ? std::string_view("leave") : std::string_view(found->second.state);
    }
    const RoomEvent* event(std::string_view event_id) const {
        for (const RoomEvent& event : events)
            if (event.id == event_id) return &event;
        return nullptr;
    }
};

}  // namespace confab::matrix::sandbox
