#include "adapters/irc/settings.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "core/config/options.hpp"
#include "core/crypto/crypto.hpp"
#include "core/text/unicode.hpp"

namespace confab::irc {
namespace {

class IrcSettings : public testing::Test {
protected:
    IrcSettings() {
        for (const OptionSpec& spec : kNetworkOptions) options_.set(spec.key, core::default_value(spec));
        options_.set("server", std::string("irc.example"));
    }
    Settings read() { return Settings::read(AccountId("net"), options_, "My Bot", crypto_, unicode_); }
    std::string refusal() {
        try {
            read();
        } catch (const std::invalid_argument& error) {
            return error.what();
        }
        return "accepted";
    }
    Options options_;
    core::CoreCrypto crypto_;
    core::CoreUnicode unicode_;
};

TEST_F(IrcSettings, DefaultToVerifiedTlsAndTheBotsName) {
    const Settings settings = read();
    ASSERT_EQ(settings.endpoints.size(), 1U);
    EXPECT_TRUE(settings.endpoints[0].tls);
    EXPECT_EQ(settings.endpoints[0].port, 6697);
    EXPECT_EQ(settings.session.nick, "My_Bot");
    EXPECT_EQ(settings.flood_burst, 5U);
    EXPECT_EQ(settings.flood_interval, Duration(2'000));
    EXPECT_FALSE(settings.session.sasl.wanted());
}

TEST_F(IrcSettings, PreferMechanismsThatKeepThePassword) {
    using Names = std::vector<std::string>;
    options_.set("sasl_user", std::string("bot"));
    options_.set("sasl_password", Secret("p\u00ADw"));
    EXPECT_EQ(read().session.sasl.mechanisms, (Names{"SCRAM-SHA-256", "PLAIN"}));
    EXPECT_EQ(read().session.sasl.prepared_password.reveal(), "pw");
    options_.set("client_certificate", std::string("bot.pem"));
    EXPECT_EQ(read().session.sasl.mechanisms, (Names{"EXTERNAL", "SCRAM-SHA-256", "PLAIN"}));
    EXPECT_EQ(read().endpoints[0].client_key, "bot.pem") << "both in one file";
    options_.set("sasl_password", Secret("p\x07w"));
    EXPECT_EQ(read().session.sasl.mechanisms, (Names{"EXTERNAL", "PLAIN"})) << "SCRAM cannot say it";
    options_.set("sasl_mechanisms", Names{"plain"});
    EXPECT_EQ(read().session.sasl.mechanisms, (Names{"PLAIN"}));
}

TEST_F(IrcSettings, TryALoginByCertificateAndRequireItWhereThatIsSaid) {
    using Names = std::vector<std::string>;
    options_.set("client_certificate", std::string("bot.pem"));
    EXPECT_EQ(read().session.sasl.mechanisms, (Names{"EXTERNAL"}));
    EXPECT_FALSE(read().session.sasl_required) << "the certificate may be for something else";
    options_.set("disabled_caps", Names{"sasl"});
    EXPECT_FALSE(read().session.sasl.wanted());
    options_.set("disabled_caps", Names{});
    options_.set("sasl_mechanisms", Names{"EXTERNAL"});
    EXPECT_TRUE(read().session.sasl_required);
    options_.set("sasl_required", false);
    EXPECT_FALSE(read().session.sasl_required);
    options_.set("sasl_mechanisms", Names{});
    options_.set("sasl_required", true);
    EXPECT_TRUE(read().session.sasl_required);
}

TEST_F(IrcSettings, RequireALoginThatIsAskedFor) {
    options_.set("sasl_user", std::string("bot"));
    options_.set("sasl_password", Secret("pw"));
    EXPECT_TRUE(read().session.sasl_required);
}

TEST_F(IrcSettings, ReadFurtherServers) {
    options_.set("servers", std::vector<std::string>{"a.example", "b.example:6667", "c.example:+7000",
                                                     "[::1]:6668", "::2"});
    options_.set("tls", false);
    const std::vector<Endpoint> endpoints = read().endpoints;
    ASSERT_EQ(endpoints.size(), 6U);
    EXPECT_EQ(endpoints[0].host, "irc.example");
    EXPECT_EQ(endpoints[1].port, 6697);
    EXPECT_EQ(endpoints[2].port, 6667);
    EXPECT_FALSE(endpoints[2].tls);
    EXPECT_TRUE(endpoints[3].tls);
    EXPECT_EQ(endpoints[4].host, "::1");
    EXPECT_EQ(endpoints[4].port, 6668);
    EXPECT_EQ(endpoints[5].host, "::2");
    options_.set("server", std::string());
    EXPECT_EQ(read().endpoints[0].host, "a.example");
    for (const char* wrong :
         {"", ":6667", "a:", "a:+", "a:x", "a:0", "a:70000", "[::1", "[::1]x", "irc://a/b"}) {
        options_.set("servers", std::vector<std::string>{wrong});
        EXPECT_EQ(refusal(), std::string("networks.net.servers: `") + wrong +
                                 "` is no server (write `host`, `host:port` or `host:+port` for TLS)");
    }
    options_.set("servers", std::vector<std::string>{});
    EXPECT_EQ(refusal(), "networks.net.server: is missing: give it, or a list of `servers`");
}

TEST_F(IrcSettings, TakeFingerprintsAsPeopleWriteThem) {
    std::string written;
    for (int i = 0; i < 32; ++i) written += i == 0 ? "AB" : ":AB";
    options_.set("tls_fingerprint", std::vector<std::string>{written});
    std::string normal;
    for (int i = 0; i < 32; ++i) normal += "ab";
    EXPECT_EQ(read().endpoints[0].fingerprints, (std::vector<std::string>{normal}));
    options_.set("tls", false);
    EXPECT_EQ(refusal(),
              "networks.net.tls_fingerprint: `irc.example` is not reached over TLS: set `tls: true`");
    options_.set("tls", true);
    options_.set("tls_fingerprint", std::vector<std::string>{"abcd"});
    EXPECT_NE(refusal(), "accepted");
}

TEST_F(IrcSettings, RefuseWhatContradictsItself) {
    const auto set = [&](const char* key, OptionValue value) {
        options_.set(key, std::move(value));
    };
    set("sasl_mechanisms", std::vector<std::string>{"EXTERNAL"});
    EXPECT_EQ(refusal(), "networks.net.client_certificate: is missing: `sasl_mechanisms` names EXTERNAL");
    set("sasl_mechanisms", std::vector<std::string>{"PLAIN"});
    EXPECT_EQ(refusal(),
              "networks.net.sasl_user: is missing: `sasl_mechanisms` names one that needs a password");
    set("sasl_mechanisms", std::vector<std::string>{"DIGEST-MD5"});
    EXPECT_EQ(refusal(),
              "networks.net.sasl_mechanisms: `DIGEST-MD5` is not known (EXTERNAL, SCRAM-SHA-256 "
              "and PLAIN are)");
    set("sasl_mechanisms", std::vector<std::string>{});
    set("client_key", std::string("key.pem"));
    EXPECT_EQ(refusal(), "networks.net.client_certificate: is missing: `client_key` is given");
    set("client_key", std::string());
    set("nickserv_account", std::string("bot"));
    EXPECT_EQ(refusal(), "networks.net.nickserv_password: is missing: `nickserv_account` is given");
    set("nickserv_password", Secret("pw"));
    EXPECT_EQ(refusal(), "accepted");
    set("tls", false);
    EXPECT_EQ(refusal(), "networks.net.nickserv_password: would be sent unencrypted: set `tls: true`");
    set("tls", true);
    set("disabled_caps", std::vector<std::string>{"echo-mesage"});
    EXPECT_EQ(refusal(), "networks.net.disabled_caps: `echo-mesage` is never asked for: remove it");
    set("disabled_caps", std::vector<std::string>{"echo-message"});
    EXPECT_EQ(refusal(), "accepted");
    set("reconnect_max", Duration(1));
    EXPECT_EQ(refusal(), "networks.net.reconnect_max: must not be shorter than `reconnect_delay`");
}

TEST_F(IrcSettings, AllowALoginWithoutTlsWhereThePasswordIsNotSent) {
    options_.set("sasl_user", std::string("bot"));
    options_.set("sasl_password", Secret("hunter2"));
    options_.set("sasl_mechanisms", std::vector<std::string>{"SCRAM-SHA-256"});
    options_.set("tls", false);
    EXPECT_EQ(refusal(), "accepted");
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
