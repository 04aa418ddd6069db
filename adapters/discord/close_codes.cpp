#include "close_codes.hpp"

namespace confab::discord {

CloseMeaning meaning_of_close(std::uint16_t code) {
    using enum AfterClose;
    switch (code) {
        // A server that closes normally (a restart, say) often keeps the session; resuming costs one attempt.
        case 1000:
            return {resume, false, "closed normally", ""};
        case 1001:
            return {resume, false, "the server goes away", ""};
        case 1005:
            return {resume, false, "closed without a code", ""};
        case 1006:
            return {resume, false, "the connection broke", ""};
        case 4000:
            return {resume, false, "unknown error", ""};
        case 4001:
            return {resume, false, "unknown opcode", ""};
        case 4002:
            return {resume, false, "decode error", ""};
        case 4003:
            return {identify, false, "not authenticated", ""};
        case 4004:
            return {stop, false, "authentication failed",
                    "the token is wrong or was reset: copy it again from the developer portal, page Bot"};
        case 4005:
            return {identify, false, "already authenticated", ""};
        case 4007:
            return {identify, false, "invalid sequence number", ""};
        case 4008:
            return {resume, true, "rate limited", ""};
        case 4009:
            return {identify, false, "session timed out", ""};
        case 4010:
            return {stop, false, "invalid shard", "the shard numbers do not fit this bot"};
        case 4011:
            return {stop, false, "sharding required", "the bot is in too many guilds for one connection"};
        case 4012:
            return {stop, false, "invalid API version", "update Confab, or correct `gateway_url`"};
        case 4013:
            return {stop, false, "invalid intents", "correct `intents`: it holds an unknown bit"};
        case 4014:
            return {stop, false, "disallowed intents", "enable them in the developer portal, page Bot"};
        default:
            return {resume, false, "closed with an unlisted code", ""};
    }
}

}  // namespace confab::discord
