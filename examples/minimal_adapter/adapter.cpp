#include <confab/adapter.hpp>
#include <confab/service/stream.hpp>

#include <array>
#include <map>

using namespace confab;

namespace {

/// One port; everybody who connects has a private conversation, one line a message.
class LinesAccount final : public Account {
public:
    static constexpr std::size_t kMaxGuests = 16, kMaxLine = 2'000;
    LinesAccount(AccountContext& context, Transport& transport) : context_(context), transport_(transport) {}

    Task<> run() override {
        ListenOptions options;
        options.address = context_.options().string("address");
        options.port = static_cast<std::uint16_t>(context_.options().integer("port"));
        const Result<std::unique_ptr<Listener>> listener = transport_.listen(std::move(options));
        if (!listener) co_return say_state(ConnectionState::stopped, listener.error().message());
        context_.log().info("lines open", {{"port", (*listener)->port()}});
        say_state(ConnectionState::ready, {});
        for (;;) {
            Result<std::unique_ptr<Stream>> stream = co_await (*listener)->accept();
            if (!stream) co_return say_state(ConnectionState::stopped, stream.error().message());
            if (guests_.size() < kMaxGuests) context_.spawn("guest", serve(std::move(*stream)));
        }
    }

    Task<Result<MessageId>> send(const OutgoingMessage& message) override {
        const auto found = guests_.find(message.channel);
        if (found == guests_.end()) co_return Error(Errc::not_found, "nobody is connected there");
        const std::shared_ptr<Stream> stream = found->second;
        const std::string line = message.message.plain_text() + "\n";
        if (const auto written = co_await stream->write(line); !written) co_return written.error();
        co_return MessageId();  // the platform gives none
    }

    /// Honest: plain text is all there is. The core then writes styles, code and links as text.
    ChannelProfile profile(const ChannelId&) const override {
        ChannelProfile profile;
        profile.unit = LengthUnit::bytes;
        profile.max_length = kMaxLine;
        profile.multiline = true;
        return profile;
    }
    std::size_t encoded_length(const Element& element) const override {
        return Message().append(element).plain_text().size();
    }

private:
    Task<> serve(std::unique_ptr<Stream> accepted) {
        const std::shared_ptr<Stream> stream = std::move(accepted);  // shared with a send that is under way
        const ChannelId channel("guest-" + std::to_string(++last_));
        guests_[channel] = stream;
        const Guest guest{guests_, channel};
        std::array<char, 512> buffer{};
        std::string text;
        for (;;) {
            const Result<std::size_t> got = co_await stream->read_some(buffer);
            if (!got) co_return;
            text.append(buffer.data(), *got);
            for (std::size_t end; (end = text.find('\n')) != std::string::npos; text.erase(0, end + 1))
                hear(channel, text.substr(0, text.find_last_not_of("\r\n", end) + 1));
            if (text.size() > kMaxLine) co_return;
        }
    }

    void hear(const ChannelId& channel, std::string line) {
        if (line.empty()) return;
        MessageReceived event;
        event.channel = Channel(ChannelRef(context_.id(), channel), channel.str(), ChannelKind::direct);
        event.sender = User(UserId(channel.str()), channel.str(), Assurance::none);  // anybody can connect
        event.message = Message(std::move(line));
        event.sent_at = std::chrono::system_clock::now();
        context_.emit(std::move(event));
    }

    void say_state(ConnectionState state, std::string reason) {
        ConnectionChanged event;
        event.account = context_.id();
        event.state = state;
        event.reason = std::move(reason);
        context_.emit(std::move(event));
    }

    using Guests = std::map<ChannelId, std::shared_ptr<Stream>>;
    struct Guest {  // in the list as long as its task runs
        Guests& all;
        const ChannelId& channel;
        ~Guest() { all.erase(channel); }
    };

    AccountContext& context_;
    Transport& transport_;
    Guests guests_;
    std::uint64_t last_ = 0;
};

}  // namespace

class LinesAdapter final : public Adapter {
public:
    static constexpr const char* kPlatform = "lines";
    using Needs = Services<Transport>;
    static constexpr OptionSpec kNetworkOptions[] = {
        {"address", OptionType::string, "127.0.0.1", "Where to listen; 0.0.0.0 lets everybody in.", false},
        {"port", OptionType::integer, "4000", "Port; 0 for any free one.", false}};

    std::unique_ptr<Account> open(AccountContext& account) override {
        const std::int64_t port = account.options().integer("port");
        if (port < 0 || port > 65'535) throw std::invalid_argument("`port` must be 0 to 65535");
        return std::make_unique<LinesAccount>(account, context().require<Transport>());
    }
};

CONFAB_PLUGIN(LinesAdapter)
