#pragma once
/// One nick on one network: connects, stays connected, sends.

#include <memory>
#include <set>

#include "account_abilities.hpp"
#include "channel_details.hpp"
#include "confab/adapter.hpp"
#include "confab/service/clock.hpp"
#include "confab/service/metrics.hpp"
#include "confab/service/random.hpp"
#include "confab/service/stream.hpp"
#include "confab/service/unicode.hpp"
#include "connection.hpp"
#include "login/route.hpp"
#include "settings.hpp"

namespace confab::irc {

struct MultilineLimits;

class IrcAccount final : public Account {
public:
    /// `metrics`: may be absent, lives as long as the process. `open`: the adapter's accounts, of which this
    /// is one as long as it lives.
    IrcAccount(AccountContext& context, Settings settings, Transport& transport, Clock& clock, Random& random,
               const Unicode& unicode, Storage& storage, Metrics* metrics, std::set<IrcAccount*>& open)
        : context_(context),
          settings_(std::move(settings)),
          transport_(transport),
          clock_(clock),
          random_(random),
          unicode_(unicode),
          route_(settings_.endpoints, storage),
          metrics_(metrics),
          open_(open) {
        open_.insert(this);
    }
    ~IrcAccount() override { open_.erase(this); }

    Task<void> run() override;
    /// Waits until the message was handed to the network, which under flood control can take a while, and
    /// then for the network's word where it gives one (labels, echoes): the id of the first line. An empty
    /// id: nothing has confirmed it. Fails at once while disconnected.
    Task<Result<MessageId>> send(const OutgoingMessage& message) override;
    ChannelProfile profile(const ChannelId& channel) const override;
    std::size_t encoded_length(const Element& element) const override;
    ChannelId direct_channel(const UserId& user) const override;
    /// What a name means depends on the server: nothing while disconnected.
    std::optional<Mention> user_named(std::string_view text) const override;
    std::optional<ChannelId> channel_named(std::string_view text) const override;
    /// Typing, Reactions, Deleting, History, ChannelDetails: each only while the network offers it.
    void* capability(std::string_view id) override {
        return id == ChannelDetails::kCapabilityId ? static_cast<ChannelDetails*>(&details_)
                                                   : abilities_.find(id);
    }

    /// Says goodbye; the run then ends.
    void leave(std::string_view reason);
    /// Waits a second at most until it has.
    Task<void> left();

private:
    Task<Ending> connect_and_serve();
    SessionConfig session_config(bool encrypted);
    void learn_sts(const StsOffer& offer);
    Ending connect_failed(const Error& error) const;
    void count(std::string_view what, std::string_view kind);
    void emit_state(ConnectionState state, std::string reason);
    void log_ending(const Ending& ending, std::optional<Duration> pause);
    std::size_t room(const ChannelId& channel) const;
    /// In client batches where there are `limits`, else as lines.
    std::vector<Outgoing> encode(const OutgoingMessage& message, const Connection& connection,
                                 const std::optional<MultilineLimits>& limits) const;

    AccountContext& context_;
    Settings settings_;
    Transport& transport_;
    Clock& clock_;
    Random& random_;
    const Unicode& unicode_;
    Route route_;
    Metrics* metrics_;
    std::set<IrcAccount*>& open_;
    std::shared_ptr<Connection> connection_;  // shared with its two tasks; empty while disconnected
    Abilities abilities_{connection_, clock_};
    Duration connected_for_{};
    Signal ended_;
    IrcChannelDetails details_{[this] {
        return connection_ ? &connection_->session() : nullptr;
    }};
};

}  // namespace confab::irc
