#include "talk/ctcp.hpp"

#include "text.hpp"

namespace confab::irc {
namespace {

constexpr std::size_t kMaxEcho = 100;

std::optional<std::string> reply_text(const Ctcp& query) {
    if (equals_ignoring_case(query.verb, "VERSION")) return "VERSION Confab";
    if (equals_ignoring_case(query.verb, "CLIENTINFO")) return "CLIENTINFO ACTION CLIENTINFO PING VERSION";
    if (equals_ignoring_case(query.verb, "PING"))
        return "PING " + std::string(clip_utf8(clean_text(query.argument), kMaxEcho));
    return std::nullopt;
}

}  // namespace

std::optional<std::string> CtcpReplies::answer(const Ctcp& query, std::string_view nick, TimePoint now) {
    const std::optional<std::string> text = reply_text(query);
    if (!text) return std::nullopt;
    while (!recent_.empty() && now - recent_.front() >= kPer) recent_.pop_front();
    if (recent_.size() >= kBurst) return std::nullopt;
    recent_.push_back(now);
    return build_line("NOTICE", {nick, "\x01" + *text + "\x01"});
}

}  // namespace confab::irc
