#pragma once
/// Gateway intents: which events a session asks for (Discord documentation, "Gateway Intents").

#include <cstdint>
#include <string>

namespace confab::discord {

inline constexpr std::int64_t kIntentGuilds = 1 << 0;
inline constexpr std::int64_t kIntentGuildMembers = 1 << 1;
inline constexpr std::int64_t kIntentGuildPresences = 1 << 8;
inline constexpr std::int64_t kIntentGuildMessages = 1 << 9;
inline constexpr std::int64_t kIntentGuildMessageReactions = 1 << 10;
inline constexpr std::int64_t kIntentDirectMessages = 1 << 12;
inline constexpr std::int64_t kIntentDirectMessageReactions = 1 << 13;
inline constexpr std::int64_t kIntentMessageContent = 1 << 15;

/// The privileged ones among `intents`, by the names of the developer portal: "SERVER MEMBERS, MESSAGE
/// CONTENT".
inline std::string privileged_intents(std::int64_t intents) {
    std::string names;
    const auto name = [&](std::int64_t bit, const char* text) {
        if ((intents & bit) == 0) return;
        if (!names.empty()) names += ", ";
        names += text;
    };
    name(kIntentGuildMembers, "SERVER MEMBERS");
    name(kIntentGuildPresences, "PRESENCE");
    name(kIntentMessageContent, "MESSAGE CONTENT");
    return names;
}

}  // namespace confab::discord
