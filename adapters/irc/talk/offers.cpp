#include "talk/offers.hpp"

#include <algorithm>
#include <charconv>

#include "text.hpp"

namespace confab::irc {
namespace {

constexpr std::size_t kDefaultHistory = 50;
/// More in one message is a paste, whatever the server would take.
constexpr MultilineLimits kMostMultiline{16'384, 100};

bool may_tag(const Facts& facts, std::string_view tag) {
    return facts.caps.has("message-tags") && !facts.isupport.denies_tag(tag);
}

/// "max-bytes=4096,max-lines=24": the number behind `key`, or 0.
std::size_t limit_in(std::string_view value, std::string_view key) {
    while (!value.empty()) {
        const std::size_t end = value.find(',');
        const std::string_view item = value.substr(0, end);
        std::size_t number = 0;
        if (item.size() > key.size() && item.starts_with(key) && item[key.size()] == '=') {
            std::from_chars(item.data() + key.size() + 1, item.data() + item.size(), number);
            return number;
        }
        value = end == std::string_view::npos ? std::string_view() : value.substr(end + 1);
    }
    return 0;
}

}  // namespace

bool can_reply(const Facts& facts) {
    return may_tag(facts, "reply") || may_tag(facts, "draft/reply");
}
bool can_show_typing(const Facts& facts) {
    return may_tag(facts, "typing");
}
bool can_react(const Facts& facts) {
    return may_tag(facts, "draft/react") && can_reply(facts);
}
bool can_delete(const Facts& facts) {
    return facts.caps.has("draft/message-redaction");
}

std::optional<std::size_t> history_limit(const Facts& facts) {
    const bool offered = facts.caps.has("draft/chathistory") && facts.caps.has("batch") &&
                         facts.caps.has("server-time") && facts.caps.has("message-tags");
    if (!offered) return std::nullopt;
    return facts.isupport.chathistory_limit().value_or(kDefaultHistory);
}

std::optional<MultilineLimits> multiline_limits(const Facts& facts) {
    if (!facts.caps.has("draft/multiline") || !facts.caps.has("batch")) return std::nullopt;
    const std::string_view value = facts.caps.value("draft/multiline");
    const std::size_t bytes = limit_in(value, "max-bytes");
    if (bytes < 512) return std::nullopt;  // required by the specification; less than a line is no use
    const std::size_t lines = limit_in(value, "max-lines");
    return MultilineLimits{std::min(bytes, kMostMultiline.bytes),
                           lines == 0 ? kMostMultiline.lines : std::min(lines, kMostMultiline.lines)};
}

std::string reply_tags(const Facts& facts, std::string_view message_id) {
    std::string tags;
    for (const std::string_view tag : {"reply", "draft/reply"}) {
        if (!may_tag(facts, tag)) continue;
        tags += (tags.empty() ? "+" : ";+") + std::string(tag) + "=" + escape_tag(message_id);
    }
    return tags;
}

std::string escape_tag(std::string_view value) {
    std::string out;
    for (const char c : value) {
        switch (c) {
            case ';':
                out += "\\:";
                break;
            case ' ':
                out += "\\s";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\0':
                break;
            default:
                out += c;
        }
    }
    return out;
}

}  // namespace confab::irc
