#include "adapters/irc/settings.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "core/config/options.hpp"

namespace confab::irc {
namespace {

/// Enough to see what is encoded: base64 only wraps.
class WrappingCrypto final : public Crypto {
public:
    std::string sha256(std::string_view) const override { return {}; }
    std::string sha1(std::string_view) const override { return {}; }
    std::string hmac_sha256(std::string_view, std::string_view) const override { return {}; }
    std::string pbkdf2_sha256(std::string_view, std::string_view, unsigned) const override { return {}; }
    std::string base64(std::string_view bytes) const override { return "<" + std::string(bytes) + ">"; }
    std::optional<std::string> from_base64(std::string_view) const override { return std::nullopt; }
};

class IrcSettings : public testing::Test {
protected:
    IrcSettings() {
        for (const OptionSpec& spec : kNetworkOptions) options_.set(spec.key, core::default_value(spec));
        options_.set("server", std::string("irc.example"));
    }
    Settings read() { return Settings::read(AccountId("net"), options_, "My Bot", crypto_); }
    std::string refusal() {
        try {
            read();
        } catch (const std::invalid_argument& error) {
            return error.what();
        }
        return "accepted";
    }
    Options options_;
    WrappingCrypto crypto_;
};

TEST_F(IrcSettings, DefaultToVerifiedTlsAndTheBotsName) {
    const Settings settings = read();
    EXPECT_TRUE(settings.endpoint.tls);
    EXPECT_EQ(settings.endpoint.port, 6697);
    EXPECT_EQ(settings.session.nick, "My_Bot");
    EXPECT_EQ(settings.flood_burst, 5U);
    EXPECT_EQ(settings.flood_interval, Duration(2'000));
    EXPECT_TRUE(settings.session.sasl_credentials.empty());
}

TEST_F(IrcSettings, EncodeTheCredentialsForPlain) {
    options_.set("sasl_user", std::string("bot"));
    options_.set("sasl_password", Secret("pw"));
    EXPECT_EQ(read().session.sasl_credentials.reveal(), std::string("<bot\0bot\0pw>", 12));
}

TEST_F(IrcSettings, RefuseToSendAPasswordInTheClear) {
    options_.set("sasl_user", std::string("bot"));
    options_.set("sasl_password", Secret("hunter2"));
    options_.set("tls", false);
    EXPECT_EQ(refusal(), "networks.net.sasl_password: would be sent unencrypted: set `tls: true`");
    options_.set("server", std::string("127.0.0.1"));
    EXPECT_EQ(refusal(), "accepted");
}

TEST_F(IrcSettings, SayWhatIsWrongAndHowToMendIt) {
    options_.set("channels", std::vector<std::string>{"confab"});
    EXPECT_EQ(refusal(), "networks.net.channels: `confab` is no channel name (did you mean `#confab`?)");
    options_.set("channels", std::vector<std::string>{"#a,#b"});
    EXPECT_NE(refusal(), "accepted");
    options_.set("channels", std::vector<std::string>{"#a key"});
    EXPECT_EQ(refusal(), "accepted");
    options_.set("nick", std::string("my bot"));
    EXPECT_EQ(refusal(), "networks.net.nick: `my bot` cannot be a nick (`my_bot` can)");
    options_.set("nick", std::string("bot"));
    options_.set("port", std::int64_t(70000));
    EXPECT_EQ(refusal(), "networks.net.port: must be from 1 to 65535");
    options_.set("port", std::int64_t(6697));
    options_.set("sasl_user", std::string("bot"));
    EXPECT_EQ(refusal(), "networks.net.sasl_password: is missing: `sasl_user` is given");
}

TEST(IrcNickFromName, ReplacesWhatANickCannotContain) {
    EXPECT_EQ(as_nick("Confab"), "Confab");
    EXPECT_EQ(as_nick("9 lives"), "_9_lives");
    EXPECT_EQ(as_nick(""), "_");
}

}  // namespace
}  // namespace confab::irc
