// The IRC adapter's way from bytes to events, without sockets: lines a second, and what a session keeps in
// memory.
#include <malloc.h>

#include <ctime>

#include <algorithm>
#include <fstream>
#include <iostream>

#include "adapters/irc/session.hpp"
#include "adapters/irc/wire/line_buffer.hpp"
#include "confab/json.hpp"
#include "tests/bench/irc_tools/traffic.hpp"

namespace confab::bench {
namespace {

using namespace confab::irc;

constexpr std::size_t kRead = 16 * 1024;  // as much as the adapter reads at once
constexpr int kLines = 64'000;
constexpr int kTurns = 15;
constexpr int kTalkChannels = 20;
constexpr int kTalkers = 500;

constexpr int kChannels = 1'000;
constexpr int kMembers = 1'000;
constexpr int kSeenJoining =
    100;  // members of each channel who come while we are there: so accounts are known
constexpr int kNamesALine = 8;

double cpu_seconds() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

void print(const char* metric, double value, const char* unit, double bar = 0) {
    json::Writer out;
    out.begin_object()
        .field("bench", "irc")
        .field("metric", metric)
        .field("value", value)
        .field("unit", unit);
    if (bar > 0) out.field("bar", bar);
    out.end_object();
    std::cout << out.str() << std::endl;
}

/// A session that is fed by a server which grants what it asks for.
class Served {
public:
    explicit Served(std::vector<std::string> channels) : session_(config(std::move(channels))) {
        Actions actions;
        session_.on_connected(now_, actions);
        take(std::move(actions));
        if (!session_.is_ready()) welcome();  // has not asked for the end of CAP
    }

    void line(std::string_view bytes) {
        Actions actions;
        session_.on_line(bytes, now_, actions);
        take(std::move(actions));
    }
    void feed(std::string_view bytes) {
        Actions actions;
        for (std::size_t at = 0; at < bytes.size(); at += kRead) {
            buffer_.push(bytes.substr(at, kRead));
            while (const std::optional<std::string_view> next = buffer_.next()) {
                session_.on_line(*next, now_, actions);
                for (const Action& action : actions) events += std::holds_alternative<Deliver>(action);
                actions.clear();
            }
        }
    }
    bool is_ready() const { return session_.is_ready(); }

    long events = 0;

private:
    static SessionConfig config(std::vector<std::string> channels) {
        SessionConfig config;
        config.account = AccountId("net");
        config.nick = "confab";
        config.username = "confab";
        config.realname = "bench";
        config.channels = std::move(channels);
        return config;
    }

    void take(Actions actions) {
        for (const Action& action : actions) {
            if (std::holds_alternative<Deliver>(action)) ++events;
            const auto* sent = std::get_if<Send>(&action);
            if (!sent) continue;
            const std::string& line_sent = sent->line;
            if (line_sent.starts_with("CAP LS")) {
                line(
                    ":irc.example.net CAP * LS :account-notify account-tag away-notify batch cap-notify "
                    "chghost "
                    "extended-join message-tags multi-prefix server-time setname userhost-in-names");
            } else if (line_sent.starts_with("CAP REQ ")) {
                line(":irc.example.net CAP * ACK " + line_sent.substr(8));
            } else if (line_sent.starts_with("CAP END")) {
                welcome();
            }
        }
    }

    void welcome() {
        line(":irc.example.net 001 confab :Welcome confab!~confab@bot.example.net");
        line(
            ":irc.example.net 005 confab CHANTYPES=# PREFIX=(ov)@+ CASEMAPPING=ascii NETWORK=Bench "
            "NICKLEN=30 "
            ":are supported by this server");
        line(":irc.example.net 422 confab :MOTD File is missing");
    }

    Moment now_;
    LineBuffer buffer_;
    Session session_;
};

/// Lines a second of one core, the best of the turns: the others were disturbed.
template <class Turn>
double best_rate(double lines, Turn turn) {
    double best = 0;
    for (int i = 0; i < kTurns; ++i) {
        const double begun = cpu_seconds();
        turn();
        best = std::max(best, lines / (cpu_seconds() - begun));
    }
    return best;
}

void lines_per_second(const std::string& traffic) {
    const auto lines = static_cast<double>(std::count(traffic.begin(), traffic.end(), '\n'));
    std::size_t found = 0;
    const double parsed = best_rate(lines, [&] {
        LineBuffer buffer;
        Line line;
        for (std::size_t at = 0; at < traffic.size(); at += kRead) {
            buffer.push(std::string_view(traffic).substr(at, kRead));
            while (const std::optional<std::string_view> next = buffer.next()) {
                if (!line.parse(*next)) continue;
                for (const char* key : {"time", "msgid", "account"}) found += line.tag(key).has_value();
                found +=
                    line.source().nick.size() + line.last().size() + static_cast<std::size_t>(line.numeric());
            }
        }
    });
    if (found == 0) throw std::runtime_error("nothing was parsed");
    print("lines_per_s", parsed, "lines/s", 1e6);

    std::vector<std::string> channels;
    for (int i = 0; i < kTalkChannels; ++i) channels.push_back(channel_name(i));
    Served served(channels);
    if (!served.is_ready()) throw std::runtime_error("the session did not register");
    for (const std::string& channel : channels)
        served.line(":confab!~confab@bot.example.net JOIN " + channel);
    print("session_lines_per_s", best_rate(lines, [&] { served.feed(traffic); }), "lines/s");
    if (static_cast<double>(served.events) < lines * kTurns / 2)
        throw std::runtime_error("events are missing");
}

double resident_mb() {
    std::ifstream status("/proc/self/status");
    std::string word;
    while (status >> word)
        if (word == "VmRSS:" && status >> word) return std::stod(word) / 1024;
    return 0;
}

/// The lines of joining channel `number`: who is there already, and who joins later.
std::string one_channel(int number) {
    const std::string name = channel_name(number);
    std::string out = ":confab!~confab@bot.example.net JOIN " + name + " * :bench\r\n";
    // 100,000 people: everybody is in ten channels, each time among others, and is seen joining the first of
    // them.
    const auto member = [number](int k) {
        const int tenth = k / kSeenJoining, row = k % kSeenJoining;
        return row * kChannels + (number + tenth * (99 + 14 * row)) % kChannels;
    };
    for (int k = kSeenJoining; k < kMembers; ++k) {
        const int place = (k - kSeenJoining) % kNamesALine;
        if (place == 0) out += ":irc.example.net 353 confab = " + name + " :";
        out += (k % 50 == 0 ? "@" : k % 20 == 0 ? "+" : "") + Person(member(k)).source();
        out += place == kNamesALine - 1 || k == kMembers - 1 ? "\r\n" : " ";
    }
    out += ":irc.example.net 366 confab " + name + " :End of /NAMES list.\r\n";
    for (int k = 0; k < kSeenJoining; ++k) {
        const Person person(member(k));
        out += ":" + person.source() + " JOIN " + name + " " + person.account + " :Real Name\r\n";
    }
    return out;
}

void state() {
    std::vector<std::string> channels;
    for (int i = 0; i < kChannels; ++i) channels.push_back(channel_name(i));
    std::string bytes;
    bytes.reserve(128 * 1024);
    malloc_trim(0);
    const double before = resident_mb();
    Served served(std::move(channels));
    double fed = 0;
    for (int i = 0; i < kChannels; ++i) {
        bytes = one_channel(i);
        const double begun = cpu_seconds();
        served.feed(bytes);
        fed += cpu_seconds() - begun;
    }
    malloc_trim(0);
    if (served.events < kChannels) throw std::runtime_error("the session saw no joins");
    print("state_mb", resident_mb() - before, "MB");
    print("state_fill_s", fed, "s");
}

}  // namespace
}  // namespace confab::bench

int main() {
    confab::bench::state();  // first: the heap is still small
    confab::bench::lines_per_second(confab::bench::mixed_traffic(
        confab::bench::kLines, confab::bench::kTalkChannels, confab::bench::kTalkers));
}
