#include <random>

#include "tests/integration/irc/stand_in_client.hpp"

namespace confab::test {
namespace {

/// Lines that are nearly right: known commands, with words that mean something in the wrong places.
class Nonsense {
public:
    explicit Nonsense(unsigned seed) : random_(seed) {}

    std::string line() {
        static const std::vector<std::string> kCommands{
            "CAP",      "NICK",   "USER",    "AUTHENTICATE", "JOIN",        "PART",     "TOPIC",
            "KICK",     "INVITE", "RENAME",  "MODE",         "PRIVMSG",     "NOTICE",   "TAGMSG",
            "REDACT",   "BATCH",  "WHO",     "WHOIS",        "NAMES",       "LIST",     "ISON",
            "USERHOST", "AWAY",   "SETNAME", "MONITOR",      "CHATHISTORY", "MARKREAD", "ISUPPORT",
            "MOTD",     "PASS",   "PONG",    "LUSERS",       "UNKNOWN"};
        std::string out = pick(kTags) + pick(kCommands);
        for (std::size_t i = random_() % 6; i > 0; --i) out += " " + pick(kWords);
        if (random_() % 3 == 0) out += " :" + pick(kWords) + " " + pick(kWords);
        if (random_() % 8 == 0) out[random_() % out.size()] = static_cast<char>(1 + random_() % 255);
        return out + "\r\n";
    }

private:
    std::string pick(const std::vector<std::string>& from) { return from[random_() % from.size()]; }

    std::minstd_rand random_;
    const std::vector<std::string> kTags{
        "", "", "@label=x ", "@batch=1 ", "@+typing=x ", "@batch=1;draft/multiline-concat ", "@;=;\\ "};
    const std::vector<std::string> kWords{
        "#c",
        "#d",
        "#c,#d",
        "anna",
        "ben",
        "alice",
        "nobody",
        "*",
        "0",
        "1",
        "-1",
        "+1",
        "+o",
        "-o+v-b",
        "+b",
        "+klf",
        "b",
        "+i-i",
        "LS",
        "302",
        "REQ",
        "LIST",
        "PLAIN",
        "SCRAM-SHA-256",
        "=",
        "+",
        "@#c",
        "#",
        "%tcuhnfar,1",
        "LATEST",
        "BETWEEN",
        "TARGETS",
        "AROUND",
        "timestamp=2020",
        "msgid=sandbox-1",
        "msgid=",
        "draft/multiline",
        "NickServ",
        "IDENTIFY",
        "batch",
        "99999999999999999999",
        "*!*@*",
        "a!b",
        "",
        "\xff\xfe",
        "C",
        "L",
        "S",
        "labeled-response batch message-tags echo-message sasl draft/chathistory draft/multiline"};
};

Task<void> nonsense(IrcWorld& world) {
    world.stage("flood", "1000000 1000000");
    world.stage("crowd", "20 #c");
    StandInClient anna(world);
    StandInClient ben(world);
    co_await anna.be("anna",
                     "labeled-response batch message-tags echo-message sasl draft/chathistory "
                     "draft/multiline draft/message-redaction draft/read-marker");
    co_await ben.be("ben");
    Nonsense source(1);
    for (int round = 0; round < 200; ++round) {
        std::string lines;
        for (int i = 0; i < 20; ++i) lines += source.line();
        for (StandInClient* client : {&anna, &ben}) {
            const std::string all = co_await client->answers(lines);
            EXPECT_TRUE(all.ends_with("\r\n")) << all;
        }
        if (round % 50 == 25) world.stage("netsplit");
        if (round % 50 == 30) world.stage("netjoin");
        if (round % 50 == 40) world.stage("isupport", "CASEMAPPING=rfc1459 PREFIX=(qaohv)~&@%+");
        if (round % 50 == 45) world.stage("isupport", "CASEMAPPING=ascii PREFIX=(ov)@+");
    }
    StandInClient last(world);
    co_await last.be("last");
}
TEST(IrcStandInNonsense, IsSurvived) {
    with_irc(nonsense);
}

}  // namespace
}  // namespace confab::test
