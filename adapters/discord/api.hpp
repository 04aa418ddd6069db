#pragma once
/// The few calls of Discord's REST API (v10) that the adapter needs, typed.

#include <optional>
#include <string>
#include <vector>

#include "confab/ids.hpp"
#include "confab/message.hpp"
#include "rest.hpp"

namespace confab::discord {

/// Answer of GET /gateway/bot.
struct GatewayInfo {
    std::string url;
    std::int64_t starts_left = 1;  ///< IDENTIFYs left today; over the limit the token is reset.
    Duration starts_reset_after{0};
};

/// A message as POST and PATCH want it.
struct MessageBody {
    std::string content;
    std::vector<std::string> pinged;  ///< User ids that may be notified; nobody else is.
    std::optional<MessageId> reply_to;
    std::string nonce;
    std::string components;  ///< JSON; empty: none.
};

/// How an interaction is acknowledged; the answer follows.
enum class Acknowledgement { thinking = 5, nothing_shown = 6 };

/// JSON of a new message. Exposed for tests.
std::string create_message_json(const MessageBody& message);
std::string edit_message_json(const MessageBody& message);

class Api {
public:
    Api(Rest& rest, Clock& clock) : rest_(rest), clock_(clock) {}

    Task<Result<GatewayInfo>> gateway_bot();
    /// Safe to repeat: the same nonce gives one message (`enforce_nonce`).
    Task<Result<MessageId>> create_message(ChannelId channel, MessageBody message);
    Task<Result<void>> edit_message(ChannelId channel, MessageId id, MessageBody message);
    Task<Result<void>> delete_message(ChannelId channel, MessageId id);
    Task<Result<void>> trigger_typing(ChannelId channel);
    Task<Result<void>> add_reaction(ChannelId channel, MessageId id, Emoji emoji);

    // api_interactions.cpp
    Task<Result<std::string>> application_id();
    /// Makes these the only application commands, everywhere.
    Task<Result<void>> put_commands(std::string application, std::string commands);
    /// Due within three seconds. Doing it again does no harm.
    Task<Result<void>> acknowledge(std::string interaction, Secret token, Acknowledgement how);
    /// Takes the place of "thinking ...".
    Task<Result<MessageId>> edit_answer(std::string application, Secret token, MessageBody message);
    /// Comes after it. Not to be repeated: there is no nonce here.
    Task<Result<MessageId>> follow_up(std::string application, Secret token, MessageBody message);

private:
    Task<Result<MessageId>> sent(Route route, std::string body, bool repeatable, std::string what);
    Task<Result<HttpResponse>> accepted(Route route, std::string body, bool repeatable, std::string what);
    Task<Result<void>> done(Route route, std::string body, bool repeatable, std::string what);

    Rest& rest_;
    Clock& clock_;
};

}  // namespace confab::discord
