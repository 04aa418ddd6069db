#include "names.hpp"

#include <algorithm>

#include "html.hpp"

namespace confab::matrix {
namespace {

constexpr std::size_t kMaxId = 255;  // bytes (specification, "Identifier Grammar")

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

bool is_one_word(std::string_view text) {
    return text.size() <= kMaxId && std::all_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) > ' ' && c != 0x7F;
           });
}

bool is_user_id(std::string_view text) {
    const std::size_t colon = text.find(':');
    return text.starts_with('@') && is_one_word(text) && colon != std::string_view::npos && colon > 1 &&
           colon + 1 < text.size();
}

// Since room version 12 a room id names no server.
bool is_room_id(std::string_view text) {
    return text.starts_with('!') && text.size() > 1 && is_one_word(text) && text.find('/') == text.npos;
}

}  // namespace

std::optional<Mention> user_named(std::string_view text, const Rooms& rooms) {
    text = trimmed(text);
    std::string id = linked_id(text);
    if (id.empty()) id = text;
    if (is_user_id(id)) return Mention(UserId(id), rooms.member_name(id));
    if (text.starts_with('@')) text.remove_prefix(1);
    if (text.empty()) return {};
    const std::string found = rooms.member_called(text);
    if (found.empty()) return {};
    return Mention(UserId(found), std::string(text));
}

std::optional<ChannelId> channel_named(std::string_view text, const Rooms& rooms) {
    text = trimmed(text);
    std::string id = linked_id(text);
    if (id.empty()) id = text;
    if (is_room_id(id)) return ChannelId(id);
    const std::string room = id.empty() ? std::string() : rooms.room_called(id);
    if (room.empty()) return {};
    return ChannelId(room);
}

}  // namespace confab::matrix
