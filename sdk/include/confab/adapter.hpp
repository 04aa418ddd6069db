#pragma once
/// What an adapter implements: a plugin that speaks one platform and serves any number of accounts on it.
///
///     class IrcAdapter : public confab::Adapter {
///         static constexpr const char* kPlatform = "irc";
///         static constexpr confab::OptionSpec kNetworkOptions[] = {...};   keys of an entry under
///         `networks:` std::unique_ptr<Account> open(AccountContext&) override;
///     };
///     CONFAB_PLUGIN(IrcAdapter)

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "confab/event.hpp"
#include "confab/message.hpp"
#include "confab/plugin.hpp"

namespace confab::inline v1 {

/// What the length of a message is counted in on a platform.
enum class LengthUnit : std::uint8_t { bytes, code_points };

/// What one channel can carry; the core renders and splits by it. May change at run time.
class ChannelProfile {
public:
    LengthUnit unit = LengthUnit::bytes;
    std::size_t max_length = 400;   ///< Of one part, in `unit`, as counted by `Account::encoded_length`.
    bool multiline = false;         ///< One part may contain line breaks.
    bool styles = false;            ///< Bold, italic ... can be shown.
    bool colors = false;            ///< Text can have colours.
    bool code_blocks = false;       ///< Fenced code can be shown as such.
    bool quotes = false;            ///< Quote marks can be shown as such.
    bool replies = false;           ///< A part can refer to an earlier message.
    bool names_in_replies = false;  ///< Many readers do not see the reference: the name is said as well.
    bool mentions = false;          ///< Mention elements notify a person.
    bool attachments = false;       ///< Attachments by address are shown, not just linked.
    bool labelled_links = false;    ///< A link can have a label different from its address.
    unsigned max_parts = 8;         ///< The core cuts after this many, and says so.
};

/// One part, already rendered: fits the channel's profile. Lives until `send` returns.
class OutgoingMessage {
public:
    OutgoingMessage(ChannelId channel_in, Message message_in, std::string nonce_in)
        : channel(std::move(channel_in)), message(std::move(message_in)), nonce(std::move(nonce_in)) {}
    ChannelId channel;
    Message message;
    std::string nonce;  ///< The same for each attempt at this part: txnId, Discord nonce. At most 25 ASCII
                        ///< characters.
};

/// What the host gives one account.
class CONFAB_API AccountContext {
public:
    virtual ~AccountContext();
    virtual const AccountId& id() const noexcept = 0;
    virtual const Options& options() const noexcept = 0;  ///< Values of `kNetworkOptions`.
    virtual Logger& log() noexcept = 0;
    /// The name the bot answers to (`bot.name`); the adapter may prefer its own option.
    virtual std::string_view bot_name() const noexcept = 0;
    /// Hands an event to the dispatcher. Never blocks; order is kept per channel.
    virtual void emit(Event event) = 0;
    /// As `Context::spawn`, cancelled when the account closes.
    virtual void spawn(std::string name, Task<void> task) = 0;
};

/// One logged-in identity. The host calls `run` once and cancels it to close; `send` only while it is
/// running.
class CONFAB_API Account {
public:
    virtual ~Account();
    /// Connects, and stays connected, until cancelled. Returns only when trying again is useless (bad
    /// credentials); it has then emitted ConnectionChanged{stopped} with the reason.
    virtual Task<void> run() = 0;
    /// Sends one part. Queues while disconnected only as far as bounded; the error's `delivery()` must be
    /// right. An empty id: sent, but the platform did not confirm it.
    virtual Task<Result<MessageId>> send(const OutgoingMessage& message) = 0;
    virtual ChannelProfile profile(const ChannelId& channel) const = 0;
    /// Length of this element in the profile's unit once encoded. Called on whole elements and on cut pieces.
    virtual std::size_t encoded_length(const Element& element) const = 0;
    /// The address of a private conversation with a user, where it can be told without asking the network.
    virtual ChannelId direct_channel(const UserId& user) const;
    /// Whom a text that somebody typed means ("alice", "@alice", "<@123>"); nullopt: nobody, or it cannot be
    /// told.
    virtual std::optional<Mention> user_named(std::string_view text) const;
    /// Likewise a channel ("#general", "<#123>").
    virtual std::optional<ChannelId> channel_named(std::string_view text) const;
    /// A capability interface (confab/capability/) of this account, or nullptr.
    virtual void* capability(std::string_view id);
};

class CONFAB_API Adapter : public Plugin {
public:
    ~Adapter() override;
    /// Adapters rarely need it; `open` is called after it for each configured account.
    Task<void> start(Context& context) override;
    /// Makes the account; must not connect yet. Throws std::invalid_argument for options that contradict each
    /// other. The context outlives the account.
    virtual std::unique_ptr<Account> open(AccountContext& context) = 0;

protected:
    Context& context() const { return *context_; }  ///< From `start` on.

private:
    Context* context_ = nullptr;
};

}  // namespace confab::inline v1
