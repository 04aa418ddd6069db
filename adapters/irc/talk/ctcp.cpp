#include "talk/ctcp.hpp"

#include <array>
#include <ctime>

#include "text.hpp"

namespace confab::irc {
namespace {

constexpr std::size_t kMaxEcho = 100;

/// "Sat, 05 Mar 2016 10:00:00 +0000" (RFC 822, with the year of RFC 1123): the bot's place in the world is
/// nobody's business.
std::string utc_time(WallTime now) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 64> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S +0000", &parts);
    return std::string(text.data(), size);
}

std::optional<std::string> reply_text(const Ctcp& query, std::string_view version, WallTime now) {
    if (equals_ignoring_case(query.verb, "VERSION")) return "VERSION " + clean_text(version);
    if (equals_ignoring_case(query.verb, "SOURCE")) return "SOURCE " + clean_text(version);
    if (equals_ignoring_case(query.verb, "CLIENTINFO"))
        return "CLIENTINFO ACTION CLIENTINFO PING SOURCE TIME VERSION";
    if (equals_ignoring_case(query.verb, "TIME")) return "TIME " + utc_time(now);
    if (equals_ignoring_case(query.verb, "PING"))
        return "PING " + std::string(clip_utf8(clean_text(query.argument), kMaxEcho));
    return std::nullopt;
}

}  // namespace

std::optional<std::string> CtcpReplies::answer(const Ctcp& query, std::string_view nick,
                                               std::string_view version, Moment now) {
    const std::optional<std::string> text = reply_text(query, version, now.wall);
    if (!text) return std::nullopt;
    while (!recent_.empty() && now.mono - recent_.front() >= kPer) recent_.pop_front();
    if (recent_.size() >= kBurst) return std::nullopt;
    recent_.push_back(now.mono);
    return build_line("NOTICE", {nick, "\x01" + *text + "\x01"});
}

}  // namespace confab::irc
