#include "account.hpp"

#include <stdexcept>

#include "decode.hpp"
#include "encode.hpp"
#include "names.hpp"

namespace confab::discord {
namespace {

constexpr std::size_t kMaxContent = 2'000;  // code points, for bots

std::string trimmed(const std::string& text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace

Result<MessageBody> body_of(const Message& message) {
    Content content = encode(message);
    if (content.text.find_first_not_of(" \t\r\n") == std::string::npos)
        return Error(Errc::invalid_argument, "discord takes no empty message");
    if (count_code_points(content.text) > kMaxContent)
        return Error(Errc::too_large, "more than 2000 characters for discord");
    MessageBody body;
    body.content = std::move(content.text);
    body.pinged = std::move(content.pinged);
    if (body.pinged.size() > 100) body.pinged.resize(100);  // Discord's limit of the list
    body.reply_to = message.replied_to();
    return body;
}

namespace {

RestConfig rest_config(const AccountConfig& config) {
    return RestConfig{config.api_url, config.token, config.patience};
}

GatewayConfig gateway_config(const AccountConfig& config, Random& random) {
    GatewayConfig out;
    out.session.token = config.token;
    out.session.intents = config.intents;
    out.session.jitter = [&random] {
        return random.uniform();
    };
    out.url = config.gateway_url;
    out.secure = config.api_url.starts_with("https://");
    return out;
}

}  // namespace

AccountConfig read_config(const Options& options) {
    AccountConfig config;
    // A line break at the end is what copying from a file or a web page leaves.
    std::string token = trimmed(options.secret("token").reveal());
    if (token.starts_with("Bot ")) token.erase(0, 4);
    if (token.empty() || token.find_first_of(" \t\r\n") != std::string::npos)
        throw std::invalid_argument(
            "`token` is not a bot token: copy it from the developer portal, page Bot");
    config.token = Secret(std::move(token));
    config.api_url = options.string("api_url");
    while (config.api_url.ends_with('/')) config.api_url.pop_back();
    if (!config.api_url.starts_with("https://") && !config.api_url.starts_with("http://"))
        throw std::invalid_argument("`api_url` must start with https:// or http://");
    config.gateway_url = options.string("gateway_url");
    if (!config.gateway_url.empty() && !config.gateway_url.starts_with("wss://") &&
        !config.gateway_url.starts_with("ws://"))
        throw std::invalid_argument("`gateway_url` must start with wss:// or ws://");
    config.intents = options.integer("intents");
    if (config.intents < 0) throw std::invalid_argument("`intents` must not be negative");
    config.patience = options.duration("rate_limit_wait");
    return config;
}

DiscordAccount::DiscordAccount(AccountContext& context, AccountConfig config, AccountServices services)
    : context_(context),
      services_(services),
      rest_(rest_config(config), services.http, services.clock, services.random, context.log()),
      api_(rest_, services.clock),
      gateway_(gateway_config(config, services.random), api_, services.sockets, services.clock,
               services.random, context, *this) {}

Task<void> DiscordAccount::run() {
    return gateway_.run();
}

void DiscordAccount::on_dispatch(std::string_view type, json::Value data) {
    if (type == "READY") {
        self_ = UserId(data["user"]["id"].string());
        application_ = data["application"]["id"].string();
    }
    const bool once = type == "MESSAGE_CREATE" || type == "INTERACTION_CREATE";
    if (once && !recent_.insert(std::string(data["id"].string()))) return;
    if (type == "MESSAGE_DELETE") deleted_.insert(std::string(data["id"].string()));
    channels_.apply(type, data);
    people_.apply(type, data);
    const DecodeScope scope{context_.id(), self_, channels_};
    if (type == "INTERACTION_CREATE") return on_interaction(data, scope);
    for (Event& event : decode(type, data, scope)) context_.emit(std::move(event));
}

void DiscordAccount::on_state(ConnectionState state, std::string reason) {
    ConnectionChanged event;
    event.account = context_.id();
    event.state = state;
    event.reason = std::move(reason);
    context_.emit(std::move(event));
}

Task<Result<MessageId>> DiscordAccount::send(const OutgoingMessage& message) {
    Result<MessageBody> body = body_of(message.message);
    if (!body) co_return body.error();
    body->nonce = message.nonce;
    ChannelId channel = message.channel;
    co_return co_await deliver(std::move(channel), std::move(*body));
}

ChannelProfile DiscordAccount::profile(const ChannelId&) const {
    ChannelProfile profile;
    profile.unit = LengthUnit::code_points;
    profile.max_length = kMaxContent;
    profile.multiline = true;
    profile.styles = true;
    profile.code_blocks = true;
    profile.quotes = true;
    profile.replies = true;
    profile.mentions = true;
    profile.labelled_links = true;
    return profile;
}

std::size_t DiscordAccount::encoded_length(const Element& element) const {
    return discord::encoded_length(element);
}

std::optional<Mention> DiscordAccount::user_named(std::string_view text) const {
    return discord::user_named(text, people_);
}

std::optional<ChannelId> DiscordAccount::channel_named(std::string_view text) const {
    return discord::channel_named(text, channels_);
}

void* DiscordAccount::capability(std::string_view id) {
    if (id == Typing::kCapabilityId) return static_cast<Typing*>(this);
    if (id == Editing::kCapabilityId) return static_cast<Editing*>(this);
    if (id == Deleting::kCapabilityId) return static_cast<Deleting*>(this);
    if (id == Reactions::kCapabilityId) return static_cast<Reactions*>(this);
    if (id == ApplicationCommands::kCapabilityId) return static_cast<ApplicationCommands*>(this);
    if (id == Choices::kCapabilityId) return static_cast<Choices*>(this);
    return nullptr;
}

Task<Result<void>> DiscordAccount::show_typing(ChannelId channel) {
    return api_.trigger_typing(std::move(channel));
}

Task<Result<void>> DiscordAccount::edit(ChannelId channel, MessageId message_id, Message message) {
    Result<MessageBody> body = body_of(message);
    if (!body) co_return body.error();
    co_return co_await api_.edit_message(std::move(channel), std::move(message_id), std::move(*body));
}

Task<Result<void>> DiscordAccount::remove(ChannelId channel, MessageId message_id) {
    return api_.delete_message(std::move(channel), std::move(message_id));
}

Task<Result<void>> DiscordAccount::react(ChannelId channel, MessageId message_id, Emoji emoji) {
    return api_.add_reaction(std::move(channel), std::move(message_id), std::move(emoji));
}

}  // namespace confab::discord
