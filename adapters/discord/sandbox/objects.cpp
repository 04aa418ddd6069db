#include "objects.hpp"

#include <cstdio>

namespace confab::discord_sandbox {
namespace {

// View, send, embed, attach, history and react; no mention of everyone.
constexpr char kEveryonePermissions[] = "117824";
constexpr int kPlain = 0;
constexpr int kReply = 19;
constexpr int kCommandAnswer = 20;
constexpr int kLoading = 1 << 7;
constexpr std::int64_t kGuildText = 0;
constexpr std::int64_t kDirect = 1;

void nulls(json::Writer& out, std::initializer_list<const char*> keys) {
    for (const char* key : keys) out.key(key).null();
}

void empty_lists(json::Writer& out, std::initializer_list<const char*> keys) {
    for (const char* key : keys) out.key(key).begin_array().end_array();
}

void write_user_fields(json::Writer& out, const Person& person) {
    out.field("id", person.id).field("username", person.name).field("discriminator", "0");
    out.field("global_name", person.name).field("public_flags", 0).field("flags", 0).field("bot", person.bot);
    nulls(out,
          {"avatar", "banner", "accent_color", "avatar_decoration_data", "collectibles", "primary_guild"});
}

void write_everyone_role(json::Writer& out, const World& world) {
    out.begin_object().field("id", world.guild_id()).field("name", "@everyone");
    out.field("permissions", kEveryonePermissions).field("position", 0).field("color", 0);
    out.key("colors").begin_object().field("primary_color", 0);
    nulls(out, {"secondary_color", "tertiary_color"});
    out.end_object()
        .field("hoist", false)
        .field("managed", false)
        .field("mentionable", false)
        .field("flags", 0);
    nulls(out, {"description", "icon", "unicode_emoji"});
    out.end_object();
}

void write_reaction(json::Writer& out, const World& world, const Reaction& reaction) {
    const auto count = static_cast<std::int64_t>(reaction.users.size());
    out.begin_object().key("emoji").begin_object().key("id");
    reaction.id.empty() ? out.null() : out.value(reaction.id);
    out.field("name", reaction.name).end_object();
    out.field("count", count).field("me", reaction.users.contains(world.bot().id)).field("me_burst", false);
    out.key("count_details").begin_object().field("burst", 0).field("normal", count).end_object();
    empty_lists(out, {"burst_colors"});
    out.end_object();
}

void write_mentions(json::Writer& out, const StoredMessage& message, bool with_member) {
    out.key("mentions").begin_array();
    for (const Person* person : message.mentions) {
        out.begin_object();
        write_user_fields(out, *person);
        if (with_member) {
            out.key("member");
            write_member(out, *person, message.sent, false);
        }
        out.end_object();
    }
    out.end_array();
}

void write_interaction_metadata(json::Writer& out, const World& world, const StoredMessage& message) {
    out.field("application_id", world.bot().id).key("interaction_metadata").begin_object();
    out.field("id", message.interaction).field("type", 2).key("user");
    write_user(out, *message.interacting);
    out.key("authorizing_integration_owners").begin_object();
    out.field("0", message.place->direct() ? "0" : std::string_view(world.guild_id()));
    out.end_object().end_object();
}

void write_guild_fields(json::Writer& out, const World& world) {
    out.field("id", world.guild_id()).field("name", "Sandbox").field("owner_id", world.owner().id);
    out.field("region", "deprecated").field("afk_timeout", 300).field("system_channel_flags", 0);
    out.field("widget_enabled", false)
        .field("verification_level", 0)
        .field("default_message_notifications", 0);
    out.field("mfa_level", 0).field("explicit_content_filter", 0).field("max_members", 500000);
    out.field("max_stage_video_channel_users", 50).field("max_video_channel_users", 25);
    out.field("premium_tier", 0).field("premium_subscription_count", 0).field("preferred_locale", "en-US");
    out.field("premium_progress_bar_enabled", false).field("nsfw", false).field("nsfw_level", 0);
    nulls(out,
          {"icon", "description", "home_header", "splash", "discovery_splash", "banner", "application_id",
           "afk_channel_id", "system_channel_id", "widget_channel_id", "max_presences", "vanity_url_code",
           "rules_channel_id", "safety_alerts_channel_id", "public_updates_channel_id", "incidents_data"});
    empty_lists(out, {"features", "emojis", "stickers"});
    out.key("roles").begin_array();
    write_everyone_role(out, world);
    out.end_array();
}

}  // namespace

std::string timestamp(WallTime time) {
    using namespace std::chrono;
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(floor<microseconds>(time - day));
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%06d+00:00",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
                  static_cast<int>(clock.subseconds().count()));
    return text;
}

void write_user(json::Writer& out, const Person& person) {
    out.begin_object();
    write_user_fields(out, person);
    out.end_object();
}

void write_self(json::Writer& out, const World& world) {
    out.begin_object();
    write_user_fields(out, world.bot());
    out.field("mfa_enabled", false).field("verified", true).field("locale", "en-US").key("email").null();
    out.end_object();
}

void write_member(json::Writer& out, const Person& person, WallTime joined, bool with_user) {
    out.begin_object().field("joined_at", timestamp(joined)).field("flags", 0);
    out.field("pending", false).field("mute", false).field("deaf", false);
    nulls(out, {"avatar", "avatar_decoration_data", "banner", "collectibles", "communication_disabled_until",
                "nick", "premium_since"});
    empty_lists(out, {"roles"});
    if (with_user) {
        out.key("user");
        write_user(out, person);
    }
    out.end_object();
}

void write_channel(json::Writer& out, const World& world, const Place& place) {
    out.begin_object().field("id", place.id).field("flags", 0).key("last_message_id");
    place.last_message.empty() ? out.null() : out.value(place.last_message);
    if (place.direct()) {
        out.field("type", kDirect).key("recipients").begin_array();
        write_user(out, *place.recipient);
        out.end_array().end_object();
        return;
    }
    out.field("type", kGuildText).field("guild_id", world.guild_id()).field("name", place.name);
    out.field("position", 0).field("nsfw", false).field("rate_limit_per_user", 0);
    nulls(out, {"topic", "parent_id"});
    empty_lists(out, {"permission_overwrites"});
    out.end_object();
}

void write_guild(json::Writer& out, const World& world, WallTime now, bool gateway) {
    out.begin_object();
    write_guild_fields(out, world);
    if (gateway) {
        out.field("joined_at", timestamp(now)).field("large", false).field("unavailable", false);
        out.field("member_count", static_cast<std::int64_t>(world.members().size()));
        empty_lists(out, {"voice_states", "threads", "presences", "stage_instances", "guild_scheduled_events",
                          "soundboard_sounds"});
        out.key("members").begin_array();
        for (const Person* person : world.members()) write_member(out, *person, now, true);
        out.end_array().key("channels").begin_array();
        for (const Place* place : world.guild_channels()) write_channel(out, world, *place);
        out.end_array();
    }
    out.end_object();
}

void write_application(json::Writer& out, const World& world) {
    out.begin_object().field("id", world.bot().id).field("name", world.bot().name).field("description", "");
    out.field("verify_key", std::string(64, '0')).field("flags", 0).field("flags_new", "0");
    out.field("bot_public", false).field("bot_require_code_grant", false).field("explicit_content_filter", 0);
    out.field("approximate_guild_count", 1).field("approximate_user_install_count", 0);
    out.field("approximate_user_authorization_count", 0);
    nulls(out, {"icon", "type", "interactions_endpoint_url", "role_connections_verification_url", "team"});
    empty_lists(out, {"redirect_uris", "eligible_oauth2_scopes"});
    out.key("owner");
    write_user(out, world.owner());
    out.end_object();
}

void write_message(json::Writer& out, const World& world, const StoredMessage& message, MessageView view) {
    const bool in_guild = !message.place->direct();
    out.begin_object().field("id", message.id).field("channel_id", message.place->id);
    const bool answers = !message.interaction.empty();
    out.field("type", answers ? kCommandAnswer : message.reply_to.empty() ? kPlain : kReply);
    out.field("flags", message.thinking ? kLoading : 0);
    out.field("content", view.with_content ? std::string_view(message.content) : std::string_view());
    out.field("timestamp", timestamp(message.sent)).key("edited_timestamp");
    message.edited ? out.value(timestamp(*message.edited)) : out.null();
    out.field("pinned", false).field("tts", false).field("mention_everyone", message.mention_everyone);
    out.key("author");
    write_user(out, *message.author);
    write_mentions(out, message, view.gateway && in_guild);
    empty_lists(out, {"mention_roles", "attachments", "embeds"});
    out.key("components");
    write_components(out, message.rows);
    if (answers) write_interaction_metadata(out, world, message);
    if (view.with_nonce && !message.nonce.empty()) out.field("nonce", message.nonce);
    if (!message.reply_to.empty()) {
        out.key("message_reference").begin_object().field("type", 0).field("channel_id", message.place->id);
        out.field("message_id", message.reply_to).end_object();
    }
    if (!view.gateway && !message.reactions.empty()) {
        out.key("reactions").begin_array();
        for (const Reaction& reaction : message.reactions) write_reaction(out, world, reaction);
        out.end_array();
    }
    if (view.gateway) out.field("channel_type", in_guild ? kGuildText : kDirect);
    if (view.gateway && in_guild) {
        out.field("guild_id", world.guild_id()).key("member");
        write_member(out, *message.author, message.sent, false);
    }
    out.end_object();
}

}  // namespace confab::discord_sandbox
