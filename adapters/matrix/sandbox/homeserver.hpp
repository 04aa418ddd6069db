#pragma once
/// The stand-in homeserver without HTTP: people, rooms and what they may do. One server, "localhost"; room
/// version 11. Written from the client-server specification; knows nothing of the adapter.

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "confab/json.hpp"
#include "confab/service/clock.hpp"
#include "confab/service/random.hpp"
#include "model.hpp"

namespace confab::matrix::sandbox {

/// Who sends an event, and as what.
class Draft {
public:
    Draft(std::string sender_in, std::string type_in, std::string content_in)
        : sender(std::move(sender_in)), type(std::move(type_in)), content(std::move(content_in)) {}
    Draft&& with_key(std::string key) && {
        state_key = std::move(key);
        return std::move(*this);
    }
    std::string sender;
    std::string type;
    std::string content;
    std::optional<std::string> state_key;
    std::string device;
    std::string txn;
};

class Homeserver {
public:
    Homeserver(Clock& clock, Random& random) : clock_(clock), random_(random) {}

    static constexpr std::string_view kName = "localhost";
    static std::string user_id(std::string_view localpart);

    Person& add_person(std::string_view localpart, std::string password, std::string display_name);
    Person* person(const std::string& user_id);

    Outcome<Device*> log_in(const std::string& user, std::string_view password, std::string device_id);
    Outcome<Device*> log_in_with_token(const std::string& login_token, std::string device_id);
    std::string make_login_token(const std::string& user);
    Device* device_by_token(std::string_view token);
    void remove_device(const Device& device);
    void for_each_device(const std::string& user, const std::function<void(Device&)>& use);

    /// `request` is the body of /createRoom.
    Outcome<std::string> create_room(const std::string& creator, json::Value request);
    /// By id or alias.
    RoomModel* room(std::string_view id_or_alias);
    const std::map<std::string, RoomModel>& rooms() const { return rooms_; }

    Outcome<void> invite(RoomModel& room, const std::string& by, const std::string& target,
                         bool direct = false);
    Outcome<void> join(RoomModel& room, const std::string& user);
    Outcome<void> leave(RoomModel& room, const std::string& user, std::string_view reason = {});
    Outcome<void> kick(RoomModel& room, const std::string& by, const std::string& target,
                       std::string_view reason);
    /// Any event but memberships and redactions. Returns its id.
    Outcome<std::string> send(RoomModel& room, Draft draft);
    Outcome<std::string> redact(RoomModel& room, Draft draft, const std::string& target);
    Outcome<void> set_account_data(const std::string& user, const std::string& type, std::string content);
    void set_typing(RoomModel& room, const std::string& user, Duration for_how_long);
    Outcome<void> set_read(RoomModel& room, const std::string& user, const std::string& event_id);
    Outcome<void> set_display_name(const std::string& user, std::string name);

    StreamPosition now() const { return position_; }
    /// Token of a position, and back; a token of before `forget_positions` is unknown.
    std::string token_of(StreamPosition position) const;
    std::optional<StreamPosition> position_of(std::string_view token) const;
    void forget_positions() { ++epoch_; }
    /// Called whenever something happened: wakes those who wait in /sync.
    void on_change(std::function<void()> changed) { changed_ = std::move(changed); }
    void touch();
    /// Called for each event as it is added.
    void on_event(std::function<void(const RoomModel&, const RoomEvent&)> watch) {
        watch_ = std::move(watch);
    }

    Clock& clock() { return clock_; }
    Random& random() { return random_; }

private:
    const RoomEvent& append(RoomModel& room, Draft draft);
    void set_membership(RoomModel& room, const std::string& by, const std::string& target,
                        std::string_view state, std::string_view reason, bool direct);
    std::int64_t power_of(const RoomModel& room, const std::string& user) const;
    std::int64_t power_needed(const RoomModel& room, std::string_view action, std::int64_t fallback) const;
    std::int64_t power_to_send(const RoomModel& room, const Draft& draft) const;

    Clock& clock_;
    Random& random_;
    std::map<std::string, Person> people_;
    std::list<Device> devices_;  // addresses stay
    std::map<std::string, std::string> login_tokens_;
    std::map<std::string, RoomModel> rooms_;
    StreamPosition position_ = 1;
    unsigned epoch_ = 1;
    std::function<void()> changed_;
    std::function<void(const RoomModel&, const RoomEvent&)> watch_;
};

}  // namespace confab::matrix::sandbox
