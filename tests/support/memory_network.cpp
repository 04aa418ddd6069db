#include "tests/support/memory_network.hpp"

namespace confab::test {

class MemoryNetwork::Connection final : public Account {
public:
    explicit Connection(MemoryNetwork& network) : network_(network) {}
    Task<void> run() override {
        ConnectionChanged ready;
        ready.account = network_.host->id();
        ready.state = ConnectionState::ready;
        network_.host->emit(ready);
        for (;;) co_await network_.clock_.sleep(Duration(60'000));
    }
    Task<Result<MessageId>> send(const OutgoingMessage& message) override {
        network_.sent.push_back(message.channel.str() + " " + message.message.plain_text());
        co_return MessageId(std::to_string(network_.sent.size()));
    }
    ChannelProfile profile(const ChannelId&) const override {
        ChannelProfile profile;
        profile.multiline = true;
        return profile;
    }
    std::size_t encoded_length(const Element& element) const override {
        Message message;
        message.append(element);
        return message.plain_text().size();
    }

private:
    MemoryNetwork& network_;
};

std::unique_ptr<Account> MemoryNetwork::open(AccountContext& context) {
    host = &context;
    return std::make_unique<Connection>(*this);
}

MessageReceived MemoryNetwork::message(std::string user, std::string channel, std::string text) const {
    MessageReceived event;
    event.channel = Channel(ChannelRef(AccountId(account_), ChannelId(channel)), channel, ChannelKind::group);
    event.sender = User(UserId(user), user, Assurance::account);
    event.message = Message(std::move(text));
    return event;
}

void MemoryNetwork::say(std::string user, std::string channel, std::string text) {
    host->emit(message(std::move(user), std::move(channel), std::move(text)));
}

}  // namespace confab::test
