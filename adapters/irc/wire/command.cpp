#include "wire/command.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace confab::irc {
namespace {

using Entry = std::pair<std::string_view, Command>;

// By length, so that one comparison is the rule.
constexpr std::array<Entry, 29> kCommands{{
    {"ACK", Command::ack},
    {"CAP", Command::cap},
    {"JOIN", Command::join},
    {"PART", Command::part},
    {"QUIT", Command::quit},
    {"NICK", Command::nick},
    {"MODE", Command::mode},
    {"PING", Command::ping},
    {"PONG", Command::pong},
    {"KICK", Command::kick},
    {"AWAY", Command::away},
    {"KILL", Command::kill},
    {"FAIL", Command::fail},
    {"WARN", Command::warn},
    {"NOTE", Command::note},
    {"BATCH", Command::batch},
    {"TOPIC", Command::topic},
    {"ERROR", Command::error},
    {"NOTICE", Command::notice},
    {"TAGMSG", Command::tagmsg},
    {"INVITE", Command::invite},
    {"REDACT", Command::redact},
    {"RENAME", Command::rename},
    {"PRIVMSG", Command::privmsg},
    {"ACCOUNT", Command::account},
    {"CHGHOST", Command::chghost},
    {"SETNAME", Command::setname},
    {"MARKREAD", Command::markread},
    {"AUTHENTICATE", Command::authenticate},
}};

constexpr char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

constexpr std::uint64_t key_of(std::string_view verb) {
    std::uint64_t key = verb.size();
    for (const char c : verb.substr(0, 7)) key = key << 8 | static_cast<unsigned char>(upper(c));
    return key;
}

// Seven letters and (for shorter words) the length tell all of them apart.
constexpr auto kByKey = [] {
    std::array<std::pair<std::uint64_t, Command>, kCommands.size()> keys{};
    for (std::size_t i = 0; i < kCommands.size(); ++i)
        keys[i] = {key_of(kCommands[i].first), kCommands[i].second};
    std::sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return keys;
}();

bool matches(std::string_view verb, std::string_view name) {
    return std::equal(verb.begin(), verb.end(), name.begin(), name.end(),
                      [](char a, char b) { return upper(a) == b; });
}

}  // namespace

Command command_of(std::string_view verb) {
    if (verb.size() < 3) return Command::other;
    const std::uint64_t key = key_of(verb);
    const auto it = std::lower_bound(kByKey.begin(), kByKey.end(), key,
                                     [](const auto& entry, std::uint64_t k) { return entry.first < k; });
    if (it == kByKey.end() || it->first != key) return Command::other;
    if (verb.size() <= 7) return it->second;
    return matches(verb, it->second == Command::markread ? "MARKREAD" : "AUTHENTICATE") ? it->second
                                                                                        : Command::other;
}

}  // namespace confab::irc
