#include "interactions.hpp"

#include <algorithm>

#include "typed_command.hpp"

namespace confab::discord_sandbox {
namespace {

constexpr int kCommand = 2;
constexpr int kComponent = 3;
constexpr char kPermissions[] = "117824";

}  // namespace

Result<bool> Interactions::typed(const Person& person, Place& place, std::string_view text) {
    if (text.starts_with('/')) {
        const std::size_t end = text.find(' ');
        const PublishedCommand* command =
            commands_.find(text.substr(1, end == std::string::npos ? end : end - 1));
        if (!command) return false;
        const std::int64_t context = place.direct() ? 1 : 0;
        const auto& contexts = command->contexts;
        if (!contexts.empty() && std::find(contexts.begin(), contexts.end(), context) == contexts.end())
            return Error(Errc::invalid_argument, "discord does not offer this command here");
        const Result<std::string> data = typed_command(*command, text, world_);
        if (!data) return data.error();
        gateway_.interaction_created(dispatch_data(begin(person, place), kCommand, *data));
        return true;
    }
    if (text.size() > 2 && text.starts_with('[') && text.ends_with(']'))
        return press(person, place, text.substr(1, text.size() - 2));
    return false;
}

bool Interactions::press(const Person& person, Place& place, std::string_view button) {
    for (const StoredMessage* message : world_.messages_of(place.id)) {
        const Button* found = find_button(message->rows, button);
        if (!found || found->custom_id.empty()) continue;
        PendingInteraction& pending = begin(person, place);
        pending.is_press = true;
        pending.original = message->id;
        json::Writer out;
        out.begin_object().field("component_type", 2).field("custom_id", found->custom_id).field("id", 2);
        out.end_object();
        gateway_.interaction_created(dispatch_data(pending, kComponent, std::move(out).str()));
        return true;
    }
    return false;
}

PendingInteraction& Interactions::begin(const Person& person, Place& place) {
    PendingInteraction pending;
    pending.id = world_.next_id(clock_.wall_now());
    pending.token = "aW50ZXJhY3Rpb24." + random_.token(150);
    pending.place = &place;
    pending.person = &person;
    pending.created = clock_.now();
    if (late_ > 0) {
        --late_;
        pending.created -= kFirstAnswer;
    }
    if (pending_.size() >= kMax) pending_.pop_front();
    pending_.push_back(std::move(pending));
    return pending_.back();
}

std::string Interactions::dispatch_data(const PendingInteraction& pending, int type,
                                        const std::string& data) const {
    const bool direct = pending.place->direct();
    json::Writer out;
    out.begin_object().field("id", pending.id).field("application_id", world_.bot().id);
    out.field("type", type).field("token", pending.token).field("version", 1).key("data").raw(data);
    out.field("channel_id", pending.place->id).key("channel");
    write_channel(out, world_, *pending.place);
    const auto now = clock_.wall_now();
    if (direct) {
        out.key("user");
        write_user(out, *pending.person);
    } else {
        out.field("guild_id", world_.guild_id()).field("guild_locale", "en-US").key("member");
        const std::string member =
            json_of([&](json::Writer& member_out) { write_member(member_out, *pending.person, now, true); });
        // Only here does a member carry its permissions.
        out.raw(member.substr(0, member.size() - 1) + R"(,"permissions":")" + kPermissions + R"("})");
    }
    if (pending.is_press) {
        MessageView view;
        out.key("message");
        write_message(out, world_, *world_.find_message(pending.place->id, pending.original), view);
    }
    out.field("locale", pending.person->locale).field("app_permissions", kPermissions);
    out.field("context", direct ? 1 : 0).field("attachment_size_limit", 10'485'760);
    out.key("entitlements").begin_array().end_array();
    out.key("authorizing_integration_owners").begin_object();
    out.field("0", direct ? std::string_view("0") : std::string_view(world_.guild_id())).end_object();
    out.end_object();
    return std::move(out).str();
}

PendingInteraction* Interactions::waiting(std::string_view id, std::string_view token) {
    for (PendingInteraction& pending : pending_) {
        if (pending.id != id || pending.token != token) continue;
        const bool late = !pending.acknowledged && clock_.now() - pending.created >= kFirstAnswer;
        return late ? nullptr : &pending;
    }
    return nullptr;
}

PendingInteraction* Interactions::open(std::string_view token) {
    for (PendingInteraction& pending : pending_)
        if (pending.token == token && pending.acknowledged) return &pending;
    return nullptr;
}

bool Interactions::knows(std::string_view token) {
    return std::any_of(pending_.begin(), pending_.end(), [&](const PendingInteraction& pending) {
        return pending.token == token && clock_.now() - pending.created < kToken;
    });
}

void Interactions::expire_all() {
    for (PendingInteraction& pending : pending_) pending.created = clock_.now() - kToken;
}

}  // namespace confab::discord_sandbox
