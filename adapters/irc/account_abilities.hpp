#pragma once
/// What an account can do besides messages, where its network offers it: see talk/offers.hpp.

#include <map>
#include <memory>

#include "confab/capability/deleting.hpp"
#include "confab/capability/history.hpp"
#include "confab/capability/reactions.hpp"
#include "confab/capability/typing.hpp"
#include "confab/service/clock.hpp"
#include "connection.hpp"

namespace confab::irc {

class Abilities final : public Typing, public Reactions, public Deleting, public History {
public:
    /// `connection` is the account's own variable: empty while there is none.
    Abilities(const std::shared_ptr<Connection>& connection, Clock& clock)
        : connection_(connection), clock_(clock) {}

    /// The interface, or nullptr when the network does not offer it now.
    void* find(std::string_view id);

    Task<Result<void>> show_typing(ChannelId channel) override;
    Task<Result<void>> react(ChannelId channel, MessageId message_id, Emoji emoji) override;
    Task<Result<void>> remove(ChannelId channel, MessageId message_id) override;
    Task<Result<std::vector<MessageReceived>>> before(ChannelId channel, MessageId message_id,
                                                      std::size_t limit) override;

private:
    const Facts* facts() const;
    Task<Result<void>> run(ChannelId channel, Outgoing outgoing);

    const std::shared_ptr<Connection>& connection_;
    Clock& clock_;
    std::map<ChannelId, TimePoint> typing_;  // when each channel was told last; bounded
};

}  // namespace confab::irc
