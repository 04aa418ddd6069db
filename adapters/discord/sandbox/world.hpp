#pragma once
/// What exists on the stand-in: people, one guild with channels, private conversations, messages. Pure data.

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "components.hpp"
#include "confab/task.hpp"

namespace confab::discord_sandbox {

/// Ids of 19 digits that grow with time (snowflakes).
class IdSource {
public:
    std::string next(WallTime now);

private:
    std::uint64_t last_ = 0;
};

struct Person {
    std::string id;
    std::string name;
    bool bot = false;
    std::string locale = "en-US";  ///< What they set in their client.
};

struct Place {
    std::string id;
    std::string name;                   ///< Without "#"; empty for a private conversation.
    const Person* recipient = nullptr;  ///< Of a private conversation.
    std::string last_message;
    bool direct() const { return recipient != nullptr; }
};

struct Reaction {
    std::string name;
    std::string id;  ///< Of a custom emoji; else empty.
    std::set<std::string> users;
};

struct StoredMessage {
    std::string id;
    Place* place = nullptr;
    const Person* author = nullptr;
    std::string content;
    std::string nonce;
    std::string reply_to;
    WallTime sent{};
    std::optional<WallTime> edited;
    std::vector<const Person*> mentions;
    bool mention_everyone = false;
    std::vector<Reaction> reactions;
    ButtonRows rows;
    std::string interaction;              ///< Id of the one this message answers; else empty.
    const Person* interacting = nullptr;  ///< Who used the command.
    bool thinking = false;                ///< Nothing but "thinking ..." so far.
};

class World {
public:
    static constexpr std::size_t kMaxMessages = 2'000;  ///< The oldest are forgotten.

    World(WallTime now, std::string bot_name);

    const Person& bot() const { return *bot_; }
    const std::string& guild_id() const { return guild_id_; }
    const Person& owner() const { return *owner_; }
    void set_locale(std::string_view person, std::string locale);
    std::string next_id(WallTime now) { return ids_.next(now); }
    std::vector<const Person*> members() const;
    std::vector<const Place*> guild_channels() const;

    const Person* find_person(std::string_view id) const;
    /// By name; a new one joins when there is none.
    const Person& person(const std::string& name, WallTime now);
    Place* find_place(std::string_view id);
    /// "#general" or "general"; nullptr when there is no such channel.
    Place* channel_named(std::string_view name);
    Place& direct_with(const Person& person, WallTime now);

    StoredMessage& add_message(Place& place, const Person& author, std::string content, WallTime now);
    StoredMessage* find_message(std::string_view place_id, std::string_view id);
    bool remove_message(std::string_view place_id, std::string_view id);
    /// Newest first.
    std::vector<const StoredMessage*> messages_of(std::string_view place_id) const;
    const StoredMessage* with_nonce(const Person& author, std::string_view nonce) const;

    /// People referred to as <@id>.
    std::vector<const Person*> mentioned_in(std::string_view content) const;
    /// What a person types, "@name", as their client sends it, "<@id>".
    std::string with_mentions(std::string text) const;
    /// What a person reads.
    std::string readable(std::string_view content) const;

private:
    Place& add_channel(std::string name, WallTime now);

    IdSource ids_;
    std::vector<std::unique_ptr<Person>> people_;
    std::vector<std::unique_ptr<Place>> places_;
    std::deque<StoredMessage> messages_;
    std::string guild_id_;
    const Person* bot_ = nullptr;
    const Person* owner_ = nullptr;
};

}  // namespace confab::discord_sandbox
