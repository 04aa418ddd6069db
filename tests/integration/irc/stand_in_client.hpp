#pragma once
/// A client that is nothing but a socket: what the stand-in does must not depend on the adapter.

#include <gmock/gmock.h>

#include <array>

#include "tests/integration/irc/irc_world.hpp"

namespace confab::test {

class StandInClient {
public:
    explicit StandInClient(IrcWorld& world) : world_(world) {}

    Task<void> connect() {
        const auto port = static_cast<std::uint16_t>(world_.account_context.options().integer("port"));
        Endpoint endpoint("127.0.0.1", port, false);
        co_await connect_to(std::move(endpoint));
    }
    Task<void> connect_to(Endpoint endpoint) {
        auto stream = co_await world_.transport.connect(std::move(endpoint));
        EXPECT_TRUE(stream);
        if (stream) stream_ = std::move(*stream);
    }
    Task<void> send(std::string lines) {
        const auto written = co_await stream_->write(lines);
        EXPECT_TRUE(written);
    }
    /// Reads until `text` was seen and returns everything up to its end; what it has at the end of the
    /// stream.
    Task<std::string> up_to(std::string text) {
        stream_->expires_after(Duration(5'000));
        for (;;) {
            const std::size_t at = seen_.find(text);
            if (at != std::string::npos) {
                std::string out = seen_.substr(0, at + text.size());
                seen_.erase(0, at + text.size());
                co_return out;
            }
            std::array<char, 2048> chunk;
            const auto got = co_await stream_->read_some(chunk);
            if (!got) {
                ended_ = got.error().code() == Errc::closed;
                co_return std::exchange(seen_, {}) + "<end>";
            }
            seen_.append(chunk.data(), *got);
        }
    }
    /// Reads until `text` was seen; what came before it is dropped. False at the end of the stream.
    Task<bool> sees(std::string text) {
        const std::string all = co_await up_to(text);
        const bool seen = all.ends_with(text);
        EXPECT_TRUE(seen) << "`" << text << "` is not in: " << all;
        co_return seen;
    }
    /// Everything that comes until the server has worked off `lines`.
    Task<std::string> answers(std::string lines) {
        const std::string token = "sync" + std::to_string(++syncs_);
        const std::string all = lines + "PING " + token + "\r\n";
        co_await send(all);
        std::string out = co_await up_to(" :" + token + "\r\n");
        co_return out;
    }
    /// All that is there up to the end of the stream.
    Task<std::string> rest() {
        std::string out = co_await up_to("\r\nnever sent by a server");
        EXPECT_TRUE(ended_);
        co_return out;
    }
    /// Registers, with the capabilities named.
    Task<void> be(std::string nick, std::string caps = {}) {
        co_await connect();
        std::string lines = "NICK " + nick + "\r\nUSER " + nick + " 0 * :" + nick + "\r\n";
        if (!caps.empty()) lines = "CAP REQ :" + caps + "\r\n" + lines + "CAP END\r\n";
        co_await send(lines);
        if (!caps.empty()) co_await sees(" ACK :" + caps);
        co_await sees(" 376 " + nick + " :End of MOTD\r\n");
    }

private:
    IrcWorld& world_;
    std::unique_ptr<Stream> stream_;
    std::string seen_;
    unsigned syncs_ = 0;
    bool ended_ = false;
};

}  // namespace confab::test
