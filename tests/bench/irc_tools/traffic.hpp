#pragma once
/// What a server sends, made up by a rule: the same bytes in each run.

#include <string>
#include <string_view>
#include <vector>

namespace confab::bench {

/// Person `number` as servers name people: nick, user, host and services account, all of usual lengths.
class Person {
public:
    explicit Person(int number)
        : nick("Nick" + std::to_string(number)),
          user("~user" + std::to_string(number % 977)),
          host("host-" + std::to_string(number) + ".isp" + std::to_string(number % 53) + ".example.net"),
          account("account" + std::to_string(number)) {}

    std::string source() const { return nick + "!" + user + "@" + host; }

    std::string nick, user, host, account;
};

inline std::string channel_name(int number) {
    return "#channel" + std::to_string(number);
}

inline std::string tags(int number, const Person& person) {
    const std::string digits = std::to_string(1'000'000 + number);
    return "@time=2026-05-04T10:11:" + digits.substr(1, 2) + "." + digits.substr(4) + "Z;msgid=6Xa" + digits +
           "kQ9pLw2dRt;account=" + person.account + " ";
}

/// Lines (with CR LF) of a lively network, in these shares: half of them channel messages with time, msgid
/// and account, a quarter without tags, an eighth JOIN or QUIT of people who come and go (each who joins
/// quits within the text), an eighth numerics (353 with 40 names, 005). `channels` of them, `people` talk.
inline std::string mixed_traffic(int lines, int channels, int people) {
    static constexpr std::string_view kTexts[] = {
        "has anybody seen the new release?",
        "yes, I am running it since this morning and it looks good so far",
        "\x02important\x02: the meeting is at ten",
        "lol",
        "https://example.org/a/rather/long/path?with=a&query=1",
        "das wäre schön, aber ich glaube nicht daran 😀",
        "!help",
        "me too"};
    std::string out;
    std::vector<int> present;
    for (int i = 0; i < lines; ++i) {
        const Person person(i % people);
        const std::string channel = channel_name(i % channels);
        const std::string message =
            ":" + person.source() + " PRIVMSG " + channel + " :" + std::string(kTexts[i % 8]) + "\r\n";
        switch (i % 16) {
            case 3: {
                const Person guest(people + i);
                out += ":" + guest.source() + " JOIN " + channel + " " + guest.account + " :A guest\r\n";
                present.push_back(people + i);
                break;
            }
            case 7:
                if (!present.empty()) {
                    out += ":" + Person(present.back()).source() + " QUIT :Ping timeout: 240 seconds\r\n";
                    present.pop_back();
                    break;
                }
                [[fallthrough]];
            case 1:
            case 5:
            case 9:
            case 13:
                out += message;
                break;
            case 11:
                out += ":irc.example.net 353 confab = " + channel + " :";
                for (int k = 0; k < 40; ++k) out += (k % 9 == 0 ? "@" : "") + Person(k).nick + " ";
                out += "\r\n";
                break;
            case 15:
                out +=
                    ":irc.example.net 005 confab CHANTYPES=# EXCEPTS INVEX "
                    "CHANMODES=eIbq,k,flj,CFLMPQScgimnprstuz "
                    "PREFIX=(ov)@+ STATUSMSG=@+ CASEMAPPING=ascii NICKLEN=30 CHANNELLEN=50 TOPICLEN=390 "
                    ":are supported by this server\r\n";
                break;
            default:
                out += tags(i, person) + message;
        }
    }
    for (const int guest : present) out += ":" + Person(guest).source() + " QUIT :Bye\r\n";
    return out;
}

}  // namespace confab::bench
