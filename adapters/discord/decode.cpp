#include "decode.hpp"

#include "content.hpp"
#include "snowflake.hpp"

namespace confab::discord {
namespace {

constexpr std::int64_t kDefaultMessage = 0;
constexpr std::int64_t kReplyMessage = 19;
constexpr std::int64_t kReplyReference = 0;

User decode_author(json::Value message, const DecodeScope& scope) {
    User author = decode_user(message["author"], message["member"], scope);
    if (message.has("webhook_id")) {
        // Whoever holds the webhook's address speaks under any name.
        author.is_bot = true;
        author.assurance = Assurance::none;
    }
    return author;
}

ChannelRef channel_ref(json::Value data, const DecodeScope& scope) {
    return ChannelRef(scope.account, ChannelId(data["channel_id"].string()));
}

Channel decode_channel(json::Value data, const DecodeScope& scope) {
    const KnownChannel* known = scope.channels.find(data["channel_id"].string());
    const std::string_view guild = data["guild_id"].string();
    ChannelKind kind = guild.empty() ? ChannelKind::direct : ChannelKind::group;
    if (data["channel_type"].is_integer())
        kind = channel_kind(data["channel_type"].integer());
    else if (known)
        kind = known->kind;
    Channel out(channel_ref(data, scope), known ? known->name : std::string(), kind);
    out.guild = GuildId(guild);
    return out;
}

ContentNames names_for(json::Value message, const DecodeScope& scope) {
    ContentNames names;
    names.user = [message](std::string_view id) {
        for (const json::Value user : message["mentions"].items())
            if (user["id"].string() == id) return display_name(user, user["member"]);
        return std::string();
    };
    names.channel = [&scope](std::string_view id) {
        const KnownChannel* known = scope.channels.find(id);
        return known ? known->name : std::string();
    };
    return names;
}

Message decode_body(json::Value message, const DecodeScope& scope) {
    const ContentNames names = names_for(message, scope);
    Message body = parse_content(message["content"].string(), names);
    for (const json::Value snapshot : message["message_snapshots"].items()) {  // a forwarded message
        const Message forwarded = parse_content(snapshot["message"]["content"].string(), names);
        if (!forwarded.empty()) body.append(Quote(forwarded.plain_text()));
    }
    if (const std::string_view question = message["poll"]["question"]["text"].string(); !question.empty())
        body.append(Text(std::string(question)));
    for (const json::Value file : message["attachments"].items())
        body.append(
            Attachment(std::string(file["url"].string()), std::string(file["filename"].string()),
                       std::string(file["content_type"].string()),
                       static_cast<std::uint64_t>(std::max<std::int64_t>(file["size"].integer(), 0))));
    return body;
}

bool is_mentioned(json::Value message, const UserId& self) {
    for (const json::Value user : message["mentions"].items())
        if (user["id"].string() == self.str()) return true;
    return false;
}

/// "@bot, roll 6" to "roll 6".
Message without_leading_mention(const Message& message, const UserId& self) {
    const auto& elements = message.elements();
    const auto* mention = elements.empty() ? nullptr : std::get_if<Mention>(&elements.front());
    if (!mention || mention->user != self) return message;
    Message out;
    for (std::size_t i = 1; i < elements.size(); ++i) {
        const auto* text = std::get_if<Text>(&elements[i]);
        if (i > 1 || !text) {
            out.append(elements[i]);
            continue;
        }
        const std::size_t start = text->text.find_first_not_of(" ,:\n");
        if (start != std::string::npos) out.append(Text(text->text.substr(start), text->style));
    }
    return out;
}

void decode_message(json::Value data, const DecodeScope& scope, std::vector<Event>& out) {
    const std::int64_t type = data["type"].integer();
    if (type != kDefaultMessage && type != kReplyMessage) return;
    if (!is_snowflake(data["id"].string()) || !is_snowflake(data["channel_id"].string())) return;

    MessageReceived event;
    event.channel = decode_channel(data, scope);
    event.sender = decode_author(data, scope);
    event.id = MessageId(data["id"].string());
    event.origin = event.sender.is_self ? Origin::echo : Origin::live;
    event.sent_at = time_of_snowflake(event.id.str());
    event.mentions_bot = is_mentioned(data, scope.self);
    const Message body = decode_body(data, scope);
    event.message = event.sender.is_self ? body : without_leading_mention(body, scope.self);
    const json::Value reference = data["message_reference"];
    if (reference["type"].integer(kReplyReference) == kReplyReference && reference.has("message_id"))
        event.message.reply_to(MessageId(reference["message_id"].string()));
    out.emplace_back(std::move(event));
}

void decode_edit(json::Value data, const DecodeScope& scope, std::vector<Event>& out) {
    // Without an edit time nobody edited: Discord added an embed, a thread, a pin.
    if (!data["edited_timestamp"].is_string() || !data["content"].is_string() || !data.has("author")) return;
    MessageEdited event;
    event.ref = MessageRef(channel_ref(data, scope), MessageId(data["id"].string()));
    event.editor = decode_author(data, scope);
    event.message = decode_body(data, scope);
    out.emplace_back(std::move(event));
}

void decode_delete(json::Value data, std::string_view id, const DecodeScope& scope, std::vector<Event>& out) {
    MessageDeleted event;
    event.ref = MessageRef(channel_ref(data, scope), MessageId(id));
    out.emplace_back(std::move(event));
}

void decode_reaction(json::Value data, bool added, const DecodeScope& scope, std::vector<Event>& out) {
    ReactionChanged event;
    event.ref = MessageRef(channel_ref(data, scope), MessageId(data["message_id"].string()));
    const json::Value member = data["member"];
    event.user = decode_user(member["user"], member, scope);
    event.user.id = UserId(data["user_id"].string());
    event.user.is_self = event.user.id == scope.self;
    if (event.user.name.empty()) event.user.name = event.user.id.str();
    event.emoji =
        Emoji(std::string(data["emoji"]["name"].string()), std::string(data["emoji"]["id"].string()));
    event.added = added;
    out.emplace_back(std::move(event));
}

}  // namespace

std::string display_name(json::Value user, json::Value member) {
    for (const json::Value name : {member["nick"], user["global_name"], user["username"]})
        if (!name.string().empty()) return std::string(name.string());
    return std::string(user["id"].string());
}

User decode_user(json::Value user, json::Value member, const DecodeScope& scope) {
    User out(UserId(user["id"].string()), display_name(user, member), Assurance::strong);
    out.is_bot = user["bot"].boolean();
    out.is_self = out.id == scope.self;
    return out;
}

std::vector<Event> decode(std::string_view type, json::Value data, const DecodeScope& scope) {
    std::vector<Event> out;
    if (type == "MESSAGE_CREATE") {
        decode_message(data, scope, out);
    } else if (type == "MESSAGE_UPDATE") {
        decode_edit(data, scope, out);
    } else if (type == "MESSAGE_DELETE") {
        decode_delete(data, data["id"].string(), scope, out);
    } else if (type == "MESSAGE_DELETE_BULK") {
        for (const json::Value id : data["ids"].items()) decode_delete(data, id.string(), scope, out);
    } else if (type == "MESSAGE_REACTION_ADD" || type == "MESSAGE_REACTION_REMOVE") {
        decode_reaction(data, type == "MESSAGE_REACTION_ADD", scope, out);
    }
    return out;
}

}  // namespace confab::discord
