#include "network.hpp"

#include <algorithm>

namespace confab::inline v1::testing {
namespace {

bool continues_code_point(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

}  // namespace

class Network::Connection final : public Account {
public:
    Connection(Network& network, AccountContext& context)
        : network_(network), platform_(context.id().str()), profile_(Network::profile(platform_)) {
        network_.accounts_[platform_] = &context;
    }
    ~Connection() override { network_.accounts_.erase(platform_); }

    Task<void> run() override {
        ConnectionChanged ready;
        ready.account = AccountId(platform_);
        ready.state = ConnectionState::ready;
        network_.emit(platform_, std::move(ready));
        co_await never_.wait();
    }
    Task<Result<MessageId>> send(const OutgoingMessage& message) override {
        std::string text = message.message.plain_text();
        if (message.message.is_action()) text = "* confab " + text;
        network_.listener_(platform_, message.channel, std::move(text));
        co_return MessageId("bot-" + std::to_string(++sent_));
    }
    ChannelProfile profile(const ChannelId&) const override { return profile_; }
    std::size_t encoded_length(const Element& element) const override {
        const std::string text = Message().append(element).plain_text();
        if (profile_.unit == LengthUnit::bytes) return text.size();
        return text.size() -
               static_cast<std::size_t>(std::count_if(text.begin(), text.end(), continues_code_point));
    }
    ChannelId direct_channel(const UserId& user) const override { return ChannelId("@" + user.str()); }
    std::optional<Mention> user_named(std::string_view text) const override {
        if (text.starts_with('@')) text.remove_prefix(1);
        if (text.empty()) return std::nullopt;
        return Mention(UserId(text), std::string(text));
    }
    std::optional<ChannelId> channel_named(std::string_view text) const override {
        if (!text.starts_with('#')) return std::nullopt;
        return ChannelId(text);
    }

private:
    Network& network_;
    std::string platform_;
    ChannelProfile profile_;
    Signal never_;
    std::uint64_t sent_ = 0;
};

const std::vector<std::string>& Network::platforms() {
    static const std::vector<std::string> kPlatforms = {"test", "irc", "discord", "matrix"};
    return kPlatforms;
}

ChannelProfile Network::profile(const std::string& platform) {
    ChannelProfile profile;
    profile.styles = true;
    if (platform == "irc") return profile;  // one line of 400 bytes
    profile.unit = platform == "discord" ? LengthUnit::code_points : LengthUnit::bytes;
    profile.max_length = platform == "discord" ? 2'000 : 32'000;
    profile.multiline = true;
    profile.code_blocks = true;
    profile.quotes = true;
    profile.replies = true;
    profile.mentions = true;
    profile.labelled_links = true;
    profile.attachments = platform == "test";
    return profile;
}

std::unique_ptr<Account> Network::open(AccountContext& context) {
    return std::make_unique<Connection>(*this, context);
}

bool Network::emit(const std::string& platform, Event event) {
    const auto account = accounts_.find(platform);
    if (account == accounts_.end()) return false;
    account->second->emit(std::move(event));
    return true;
}

}  // namespace confab::inline v1::testing
