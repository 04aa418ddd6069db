#include "core/crypto/crypto.hpp"
#include "tests/integration/irc/stand_in_client.hpp"

namespace confab::test {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string base64(std::string_view bytes) {
    return core::CoreCrypto().base64(bytes);
}
std::string plain(const std::string& name, const std::string& password) {
    return base64(name + '\0' + name + '\0' + password);
}

Task<void> right(IrcWorld& world) {
    StandInClient anna(world);
    co_await anna.connect();
    const std::string all = co_await anna.answers(
        "CAP LS 302\r\nNICK anna\r\nUSER anna 0 * :a\r\nCAP REQ :sasl\r\nAUTHENTICATE "
        "PLAIN\r\nAUTHENTICATE " +
        plain("confab", "sandbox") + "\r\nAUTHENTICATE PLAIN\r\nCAP END\r\n");
    EXPECT_THAT(all, HasSubstr("\r\nAUTHENTICATE +\r\n"));
    EXPECT_THAT(all,
                HasSubstr(" 900 anna anna!~anna@sandbox.local confab :You are now logged in as confab\r\n"));
    EXPECT_THAT(all, HasSubstr(" 903 anna "));
    EXPECT_THAT(all, HasSubstr(" 907 anna "));
    EXPECT_THAT(all, HasSubstr(" 001 anna "));
}
TEST(IrcStandInSasl, TakesAPassword) {
    with_irc(right);
}

Task<void> wrong(IrcWorld& world) {
    world.stage("flood", "100 100");
    StandInClient anna(world);
    co_await anna.connect();
    const std::string all = co_await anna.answers(
        "AUTHENTICATE PLAIN\r\nCAP REQ :sasl\r\nAUTHENTICATE CRAM-MD5\r\nAUTHENTICATE "
        "PLAIN\r\nAUTHENTICATE *\r\nAUTHENTICATE PLAIN\r\nAUTHENTICATE " +
        std::string(401, 'x') + "\r\nAUTHENTICATE PLAIN\r\nAUTHENTICATE " + plain("confab", "wrong") +
        "\r\n");
    EXPECT_THAT(all, HasSubstr(" 908 * PLAIN,EXTERNAL,SCRAM-SHA-256 :are available SASL mechanisms\r\n"
                               ":irc.sandbox.local 904 * "));
    EXPECT_THAT(all, HasSubstr(" 906 * "));
    EXPECT_THAT(all, HasSubstr(" 905 * "));
    EXPECT_TRUE(all.rfind(" 904 * ") > all.find(" 905 * "));
    EXPECT_THAT(all, Not(HasSubstr(" 900 ")));
    for (const char* numeric : {"902", "907", "904"}) {
        world.stage("sasl_reject", numeric);
        const std::string staged = co_await anna.answers("AUTHENTICATE PLAIN\r\nAUTHENTICATE " +
                                                         plain("confab", "sandbox") + "\r\n");
        EXPECT_THAT(staged, HasSubstr(std::string(" ") + numeric + " * "));
    }
    world.stage("services", "off");
    const std::string silence = co_await anna.answers("AUTHENTICATE PLAIN\r\n");
    EXPECT_THAT(silence, testing::StartsWith(":irc.sandbox.local PONG"));
}
TEST(IrcStandInSasl, FailsInEveryWay) {
    with_irc(wrong);
}

Task<void> long_password(IrcWorld& world) {
    // The whole is a multiple of 300 bytes, so that base64 is a multiple of 400.
    const std::string password(600 - 2 * 4 - 2, 'p');
    world.stage("account", "long " + password);
    const std::string text = plain("long", password);
    EXPECT_EQ(text.size(), 800U);
    StandInClient anna(world);
    co_await anna.connect();
    const std::string all =
        co_await anna.answers("CAP REQ :sasl\r\nAUTHENTICATE PLAIN\r\nAUTHENTICATE " + text.substr(0, 400) +
                              "\r\nAUTHENTICATE " + text.substr(400) + "\r\nAUTHENTICATE +\r\n");
    EXPECT_THAT(all, HasSubstr(" 903 "));
}
TEST(IrcStandInSasl, PutsChunksTogether) {
    with_irc(long_password);
}

Task<void> external(IrcWorld& world) {
    StandInClient without(world);
    co_await without.connect();
    const std::string refused =
        co_await without.answers("CAP REQ :sasl\r\nAUTHENTICATE EXTERNAL\r\nAUTHENTICATE +\r\n");
    EXPECT_THAT(refused, HasSubstr(" 904 "));
    world.stage("certificate", "confab");
    StandInClient with(world);
    co_await with.connect();
    const std::string taken =
        co_await with.answers("CAP REQ :sasl\r\nAUTHENTICATE EXTERNAL\r\nAUTHENTICATE +\r\n");
    EXPECT_THAT(taken, HasSubstr(" 903 "));
}
TEST(IrcStandInSasl, TakesACertificate) {
    with_irc(external);
}

/// The client's side of SCRAM-SHA-256, step by step.
class ScramClient {
public:
    explicit ScramClient(StandInClient& socket) : socket_(socket) {}

    /// The server's first message.
    Task<std::string> begin() {
        const std::string before = co_await socket_.answers(
            "CAP REQ :sasl\r\nAUTHENTICATE SCRAM-SHA-256\r\nAUTHENTICATE " + base64("n,," + first_) + "\r\n");
        server_first_ = decoded(before);
        co_return server_first_;
    }
    /// The server's last message.
    Task<std::string> prove(std::string password) {
        const std::string nonce = part('r');
        const std::string without = "c=biws,r=" + nonce;
        auth_ = first_ + "," + server_first_ + "," + without;
        const std::string salt = crypto_.from_base64(part('s')).value_or("");
        std::string block = crypto_.hmac_sha256(password, salt + std::string("\0\0\0\1", 4));
        salted_ = block;
        for (int i = 1; i < std::stoi(part('i')); ++i) {
            block = crypto_.hmac_sha256(password, block);
            exclusive_or(salted_, block);
        }
        std::string proof = crypto_.hmac_sha256(salted_, "Client Key");
        exclusive_or(proof, crypto_.hmac_sha256(crypto_.sha256(proof), auth_));
        const std::string answer = co_await socket_.answers(
            "AUTHENTICATE " + base64(without + ",p=" + base64(proof)) + "\r\nAUTHENTICATE +\r\n");
        rest_ = answer;
        co_return decoded(answer);
    }
    std::string expected() const {
        return "v=" + base64(crypto_.hmac_sha256(crypto_.hmac_sha256(salted_, "Server Key"), auth_));
    }
    std::string part(char name) const {
        const std::size_t at = ("," + server_first_).find(std::string(",") + name + "=");
        const std::string text = server_first_.substr(at + 2);
        return text.substr(0, text.find(','));
    }
    const std::string& rest() const { return rest_; }
    const std::string nonce = "clientnonce";

private:
    std::string decoded(const std::string& lines) const {
        const std::size_t at = lines.rfind("AUTHENTICATE ");
        if (at == std::string::npos) return "nothing";
        const std::string text = lines.substr(at + 13, lines.find('\r', at) - at - 13);
        return crypto_.from_base64(text).value_or("nothing");
    }
    static void exclusive_or(std::string& a, const std::string& b) {
        for (std::size_t i = 0; i < a.size(); ++i) a[i] = static_cast<char>(a[i] ^ b[i]);
    }

    StandInClient& socket_;
    core::CoreCrypto crypto_;
    std::string first_ = "n=confab,r=" + nonce;
    std::string server_first_;
    std::string auth_;
    std::string salted_;
    std::string rest_;
};

Task<void> scram(IrcWorld& world) {
    StandInClient anna(world);
    co_await anna.connect();
    ScramClient good(anna);
    const std::string first = co_await good.begin();
    EXPECT_THAT(first, testing::StartsWith("r=clientnonce"));
    EXPECT_THAT(first, testing::EndsWith(",i=4096"));
    const std::string last = co_await good.prove("sandbox");
    EXPECT_EQ(last, good.expected());
    EXPECT_THAT(good.rest(), HasSubstr(" 903 "));
    StandInClient ben(world);
    co_await ben.connect();
    ScramClient bad(ben);
    co_await bad.begin();
    co_await bad.prove("wrong");
    EXPECT_THAT(bad.rest(), HasSubstr(" 904 "));
}
TEST(IrcStandInSasl, SpeaksScram) {
    with_irc(scram);
}

Task<void> scram_faults(IrcWorld& world) {
    StandInClient anna(world);
    co_await anna.connect();
    world.stage("scram", "nonce");
    ScramClient short_nonce(anna);
    const std::string first = co_await short_nonce.begin();
    EXPECT_EQ(short_nonce.part('r'), "clien");
    co_await anna.answers("AUTHENTICATE *\r\n");
    world.stage("scram", "iterations");
    ScramClient weak(anna);
    co_await weak.begin();
    EXPECT_EQ(weak.part('i'), "1");
    co_await anna.answers("AUTHENTICATE *\r\n");
    world.stage("scram", "signature");
    ScramClient forged(anna);
    co_await forged.begin();
    const std::string last = co_await forged.prove("sandbox");
    EXPECT_NE(last, forged.expected());
}
TEST(IrcStandInSasl, CanBeAHostileScramServer) {
    with_irc(scram_faults);
}

Task<void> later(IrcWorld& world) {
    StandInClient anna(world);
    StandInClient ben(world);
    co_await anna.be("anna", "sasl account-notify extended-join");
    co_await ben.be("ben", "account-notify account-tag");
    co_await ben.answers("JOIN #c\r\n");
    co_await anna.answers("JOIN #c\r\n");
    const std::string all =
        co_await anna.answers("AUTHENTICATE PLAIN\r\nAUTHENTICATE " + plain("confab", "sandbox") + "\r\n");
    EXPECT_THAT(all, HasSubstr(" 900 anna "));
    EXPECT_THAT(all, HasSubstr(":anna!~anna@sandbox.local ACCOUNT confab\r\n:irc.sandbox.local 903 "));
    co_await ben.sees(":anna!~anna@sandbox.local ACCOUNT confab\r\n");
    co_await anna.send("PRIVMSG #c :hi\r\nPRIVMSG NickServ :LOGOUT\r\n");
    co_await ben.sees("@account=confab :anna!~anna@sandbox.local PRIVMSG #c :hi\r\n");
    co_await ben.sees("ACCOUNT *\r\n");
}
TEST(IrcStandInSasl, LogsInAfterRegistration) {
    with_irc(later);
}

Task<void> nick_services(IrcWorld& world) {
    world.stage("account", "annas secret anna annie");
    world.stage("hurry");
    StandInClient anna(world);
    co_await anna.be("anna_");
    const std::string wrong =
        co_await anna.answers("PRIVMSG NickServ :IDENTIFY annas nope\r\nPRIVMSG NickServ :IDENTIFY x\r\n");
    EXPECT_THAT(wrong, HasSubstr("NOTICE anna_ :Invalid password for annas."));
    EXPECT_THAT(wrong, HasSubstr("NOTICE anna_ :anna_ is not a registered nickname."));
    const std::string right = co_await anna.answers("PRIVMSG nickserv :identify annas secret\r\n");
    EXPECT_THAT(right, HasSubstr(" 900 anna_ "));
    EXPECT_THAT(right, HasSubstr("NOTICE anna_ :You are now identified for annas."));
    StandInClient ghost(world);
    co_await ghost.be("anna");
    co_await ghost.sees("NOTICE anna :This nickname is registered.");
    const std::string regained = co_await anna.answers("PRIVMSG NickServ :REGAIN anna\r\n");
    EXPECT_THAT(regained, HasSubstr(":anna_!~anna_@sandbox.local NICK :anna\r\n"));
    const std::string killed = co_await ghost.rest();
    EXPECT_THAT(killed, HasSubstr("ERROR :Closing Link: sandbox.local (Killed (services (REGAIN command"));
    StandInClient other(world);
    co_await other.be("other");
    const std::string refused = co_await other.answers("PRIVMSG NickServ :GHOST anna\r\n");
    EXPECT_THAT(refused, HasSubstr("You are not logged in."));
    const std::string ghosted = co_await other.answers("PRIVMSG NickServ :GHOST anna secret\r\n");
    EXPECT_THAT(ghosted, HasSubstr("anna has been ghosted."));
    world.stage("services", "off");
    const std::string down = co_await other.answers("PRIVMSG NickServ :HELP\r\n");
    EXPECT_THAT(down, HasSubstr(" 401 other NickServ"));
}
TEST(IrcStandInSasl, HasNickServ) {
    with_irc(nick_services);
}

}  // namespace
}  // namespace confab::test
