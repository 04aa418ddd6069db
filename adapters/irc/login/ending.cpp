#include "login/ending.hpp"

#include <algorithm>
#include <array>

namespace confab::irc {
namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

template <std::size_t N>
bool contains_any(const std::string& text, const std::array<const char*, N>& words) {
    return std::any_of(words.begin(), words.end(),
                       [&](const char* word) { return text.find(word) != text.npos; });
}

// Solanum: "Reconnecting too fast, throttled."; InspIRCd: "No more connections allowed from your host", "Your
// host is trying to (re)connect too fast"; ngIRCd: "Connection refused, too many connections from your IP
// address".
constexpr std::array kThrottled{"throttle", "too fast", "too many", "no more connections", "excess flood"};
// "K-Lined", "You have been D-lined.", "*** Banned (cache)", 'Access denied: "x" (G-Line)', "You are banned".
constexpr std::array kBanned{"k-line", "g-line", "z-line", "d-line", "kline",
                             "gline",  "zline",  "dline",  "banned"};

}  // namespace

const char* to_string(EndingKind kind) {
    switch (kind) {
        case EndingKind::lost:
            return "lost";
        case EndingKind::throttled:
            return "throttled";
        case EndingKind::banned:
            return "banned";
        case EndingKind::rejected:
            return "rejected";
        case EndingKind::upgrade:
            return "upgrade";
        case EndingKind::quit:
            return "quit";
        case EndingKind::cancelled:
            return "cancelled";
    }
    return "";
}

EndingKind classify_error(std::string_view text) {
    const std::string folded = lower(text);
    // Whoever was thrown out by a person should not be back at once. (Not: two nicks collided after a
    // netsplit.)
    if (folded.find("killed (") != folded.npos && folded.find("collision") == folded.npos)
        return EndingKind::throttled;
    if (contains_any(folded, kThrottled)) return EndingKind::throttled;
    if (contains_any(folded, kBanned)) return EndingKind::banned;
    return EndingKind::lost;
}

}  // namespace confab::irc
