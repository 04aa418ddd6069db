#include "names.hpp"

#include <algorithm>

#include "decode.hpp"

namespace confab::irc {
namespace {

constexpr std::size_t kMaxName = 200;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

// RFC 2812 section 2.3.1; beyond ASCII servers decide, and some allow it.
bool is_nick(std::string_view text) {
    const auto is_special = [](char c) {
        return std::string_view("[]\\`_^{|}").find(c) != std::string_view::npos;
    };
    const auto is_letter = [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80 ||
               is_special(c);
    };
    return !text.empty() && text.size() <= kMaxName && is_letter(text.front()) &&
           std::all_of(text.begin(), text.end(),
                       [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; });
}

}  // namespace

std::optional<Mention> user_named(std::string_view text, const Isupport& isupport,
                                  const Directory& directory) {
    text = trimmed(text);
    if (text.starts_with('@')) text.remove_prefix(1);
    if (!is_nick(text)) return {};
    const Person* known = directory.person(text, isupport);
    // Somebody who is here is called as they write themselves.
    const User user =
        known ? make_user(known->nick(), known->account(), isupport) : make_user(text, {}, isupport);
    return Mention(user.id, user.name);
}

std::optional<ChannelId> channel_named(std::string_view text, const Isupport& isupport) {
    text = trimmed(text);
    // RFC 2812 section 1.3: neither spaces, nor commas, nor control G.
    const bool is_one_word = std::all_of(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) > ' ' && c != ','; });
    if (text.size() < 2 || text.size() > kMaxName || !is_one_word || !isupport.is_channel(text)) return {};
    return ChannelId(isupport.fold(text));
}

}  // namespace confab::irc
