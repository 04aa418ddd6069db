// Users, devices and tokens of the homeserver.
#include <algorithm>

#include "homeserver.hpp"

namespace confab::matrix::sandbox {

Person& Homeserver::add_person(std::string_view localpart, std::string password, std::string display_name) {
    Person& made = people_[user_id(localpart)];
    made.id = user_id(localpart);
    made.password = std::move(password);
    made.display_name = std::move(display_name);
    return made;
}

Person* Homeserver::person(const std::string& user_id) {
    const auto found = people_.find(user_id);
    return found == people_.end() ? nullptr : &found->second;
}

Outcome<Device*> Homeserver::log_in(const std::string& user, std::string_view password,
                                    std::string device_id) {
    const std::string id = user.starts_with('@') ? user : user_id(user);
    const Person* who = person(id);
    if (!who || who->password.empty() || who->password != password)
        return Refusal(403, "M_FORBIDDEN", "Invalid username or password");
    if (device_id.empty()) {
        device_id = random_.token(10);
        std::transform(device_id.begin(), device_id.end(), device_id.begin(),
                       [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    }
    const auto known = std::find_if(devices_.begin(), devices_.end(),
                                    [&](const Device& d) { return d.user == id && d.id == device_id; });
    Device& device = known == devices_.end() ? devices_.emplace_back() : *known;
    // A login as a known device replaces its token.
    device.id = std::move(device_id);
    device.user = id;
    device.token = "syt_" + random_.token(32);
    device.expired = false;
    return &device;
}

std::string Homeserver::make_login_token(const std::string& user) {
    std::string token = random_.token(24);
    login_tokens_[token] = user;
    return token;
}

Outcome<Device*> Homeserver::log_in_with_token(const std::string& login_token, std::string device_id) {
    const auto found = login_tokens_.find(login_token);
    if (found == login_tokens_.end()) return Refusal(403, "M_FORBIDDEN", "Invalid login token");
    const std::string user = found->second;
    login_tokens_.erase(found);  // single use
    return log_in(user, person(user)->password, std::move(device_id));
}

Device* Homeserver::device_by_token(std::string_view token) {
    const auto found =
        std::find_if(devices_.begin(), devices_.end(), [&](const Device& d) { return d.token == token; });
    return found == devices_.end() ? nullptr : &*found;
}

void Homeserver::remove_device(const Device& device) {
    devices_.remove_if([&](const Device& candidate) { return &candidate == &device; });
    touch();
}

void Homeserver::for_each_device(const std::string& user, const std::function<void(Device&)>& use) {
    for (Device& device : devices_)
        if (device.user == user) use(device);
}

Outcome<void> Homeserver::set_display_name(const std::string& user, std::string name) {
    Person* who = person(user);
    if (!who) return Refusal(404, "M_NOT_FOUND", "no such user");
    who->display_name = std::move(name);
    for (auto& [id, room] : rooms_)
        if (room.membership(user) == "join") set_membership(room, user, user, "join", {}, false);
    return {};
}

}  // namespace confab::matrix::sandbox
