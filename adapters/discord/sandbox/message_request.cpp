#include "message_request.hpp"

#include <algorithm>
#include <array>

namespace confab::discord_sandbox {
namespace {

// Of a POST; a PATCH ignores what only a POST knows, and discord.js relies on that.
constexpr std::array<std::string_view, 16> kKeys{"content",
                                                 "nonce",
                                                 "enforce_nonce",
                                                 "tts",
                                                 "embeds",
                                                 "allowed_mentions",
                                                 "components",
                                                 "sticker_ids",
                                                 "message_reference",
                                                 "attachments",
                                                 "flags",
                                                 "poll",
                                                 "payload_json",
                                                 "thread_name",
                                                 "applied_tags",
                                                 "shared_client_theme"};

bool is_id(std::string_view text) {
    return text.size() >= 17 && text.size() <= 20 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<Refusal> read_nonce(json::Value body, MessageRequest& out) {
    const json::Value nonce = body["nonce"];
    if (nonce.is_null()) return {};
    if (!nonce.is_string() && !nonce.is_integer())
        return form_error("nonce", "BASE_TYPE_BAD", "Must be an integer or a string.");
    out.nonce = nonce.is_string() ? std::string(nonce.string()) : std::to_string(nonce.integer());
    if (code_points(out.nonce) > 25)
        return form_error("nonce", "NONCE_TYPE_TOO_LONG", "Must be 25 or fewer in length.");
    out.enforce_nonce = body["enforce_nonce"].boolean();
    return {};
}

std::optional<Refusal> read_reference(json::Value reference, MessageRequest& out) {
    if (reference.is_null()) return {};
    static constexpr std::array<std::string_view, 5> kReferenceKeys{"type", "message_id", "channel_id",
                                                                    "guild_id", "fail_if_not_exists"};
    if (const std::string key = undeclared(reference, kReferenceKeys); !key.empty())
        return form_error("message_reference." + key, "UNDECLARED", "The API does not declare this key.");
    if (reference["type"].integer(0) != 0)
        return form_error("message_reference.type", "UNSUPPORTED", "This sandbox does not forward.");
    if (!is_id(reference["message_id"].string()))
        return form_error("message_reference.message_id", "NUMBER_TYPE_COERCE", "Value is not snowflake.");
    out.reply_to = reference["message_id"].string();
    out.fail_if_not_exists = reference["fail_if_not_exists"].boolean(true);
    return {};
}

std::optional<Refusal> read_allowed_mentions(json::Value allowed, MessageRequest& out) {
    if (allowed.is_null()) return {};
    static constexpr std::array<std::string_view, 4> kMentionKeys{"parse", "roles", "users", "replied_user"};
    if (const std::string key = undeclared(allowed, kMentionKeys); !key.empty())
        return form_error("allowed_mentions." + key, "UNDECLARED", "The API does not declare this key.");
    out.has_allowed_mentions = true;
    out.parse_users = out.parse_everyone = false;
    bool parse_roles = false;
    for (const json::Value item : allowed["parse"].items()) {
        out.parse_users |= item.string() == "users";
        out.parse_everyone |= item.string() == "everyone";
        parse_roles |= item.string() == "roles";
        if (item.string() != "users" && item.string() != "everyone" && item.string() != "roles")
            return form_error("allowed_mentions.parse", "BASE_TYPE_CHOICES", "Value must be one of a set.");
    }
    for (const json::Value user : allowed["users"].items()) {
        if (!is_id(user.string()))
            return form_error("allowed_mentions.users", "NUMBER_TYPE_COERCE", "Value is not snowflake.");
        out.users.emplace_back(user.string());
    }
    if (out.users.size() > 100)
        return form_error("allowed_mentions.users", "BASE_TYPE_BAD_LENGTH", "Must be between 0 and 100.");
    if ((out.parse_users && !out.users.empty()) || (parse_roles && allowed["roles"].size() > 0))
        return form_error("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                          "parse:[\"users\"] and users: [ids...] are mutually exclusive.");
    return {};
}

std::optional<Refusal> read_content(json::Value body, bool creating, MessageRequest& out) {
    const json::Value content = body["content"];
    if (!content.is_null() && !content.is_string())
        return form_error("content", "BASE_TYPE_STRING", "Not a well formed string.");
    out.content = content.string();
    if (code_points(out.content) > 2'000)
        return form_error("content", "BASE_TYPE_MAX_LENGTH", "Must be 2000 or fewer in length.");
    for (const char* other : {"embeds", "sticker_ids", "attachments", "poll"})
        if (body[other].size() > 0)
            return form_error(other, "UNSUPPORTED", "This sandbox knows content and buttons only.");
    const bool blank = out.content.find_first_not_of(" \t\r\n") == std::string::npos;
    if (blank && body["components"].size() == 0 && (creating || body.has("content"))) {
        Refusal refusal;
        refusal.code = 50006;
        refusal.message = "Cannot send an empty message";
        return refusal;
    }
    return {};
}

}  // namespace

std::optional<Refusal> read_message_request(json::Value body, bool creating, MessageRequest& out) {
    const std::string key = undeclared(body, kKeys);
    if (!key.empty()) return form_error(key, "UNDECLARED", "The API does not declare this key.");
    ButtonRows rows;
    for (const auto& refusal : {read_components(body["components"], rows), read_content(body, creating, out),
                                read_nonce(body, out), read_reference(body["message_reference"], out),
                                read_allowed_mentions(body["allowed_mentions"], out)})
        if (refusal) return refusal;
    if (!body["components"].is_null()) out.rows = std::move(rows);
    return {};
}

}  // namespace confab::discord_sandbox
