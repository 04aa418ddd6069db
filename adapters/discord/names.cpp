#include "names.hpp"

#include "snowflake.hpp"

namespace confab::discord {
namespace {

constexpr std::size_t kShortestId = 17;  // shorter numbers are more likely names

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

/// "123" of "<@123>", "<@!123>" and of a bare id; empty for anything else.
std::string_view id_in(std::string_view text, char sign) {
    if (text.size() >= kShortestId && is_snowflake(text)) return text;
    if (text.size() < 4 || text[0] != '<' || text[1] != sign || text.back() != '>') return {};
    text = text.substr(2, text.size() - 3);
    if (sign == '@' && text.starts_with('!')) text.remove_prefix(1);
    return is_snowflake(text) ? text : std::string_view();
}

}  // namespace

std::optional<Mention> user_named(std::string_view text, const PeopleCache& people) {
    text = trimmed(text);
    if (const std::string_view id = id_in(text, '@'); !id.empty())
        return Mention(UserId(id), people.name_of(id));
    if (text.starts_with('@')) text.remove_prefix(1);
    if (text.empty()) return {};
    const auto id = people.named(text);
    if (!id) return {};
    return Mention(UserId(*id), people.name_of(*id));
}

std::optional<ChannelId> channel_named(std::string_view text, const ChannelCache& channels) {
    text = trimmed(text);
    if (const std::string_view id = id_in(text, '#'); !id.empty()) return ChannelId(id);
    if (text.starts_with('#')) text.remove_prefix(1);
    if (text.empty()) return {};
    return channels.named(text);
}

}  // namespace confab::discord
