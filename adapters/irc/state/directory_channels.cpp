// The channels of the directory, and what members may do there.
#include <algorithm>

#include "state/directory.hpp"

namespace confab::irc {

std::optional<std::uint16_t> Directory::find_channel(std::string_view name, const Isupport& isupport) const {
    const auto it = ids_.find(isupport.fold(name));
    return it == ids_.end() ? std::nullopt : std::optional(it->second);
}

KnownChannel* Directory::channel(std::string_view name, const Isupport& isupport) {
    const std::optional<std::uint16_t> id = find_channel(name, isupport);
    return id ? channels_[*id].get() : nullptr;
}

void Directory::enter(std::string_view name, const Isupport& isupport, TimePoint now) {
    leave(name, isupport);  // what was known is older than this
    if (channel_count_ >= kMaxChannels) return;
    std::uint16_t id = static_cast<std::uint16_t>(channels_.size());
    if (free_channels_.empty()) {
        channels_.emplace_back();
    } else {
        id = free_channels_.back();
        free_channels_.pop_back();
    }
    auto made = std::make_unique<KnownChannel>();
    made->id = id;
    made->name = name;
    made->folded = isupport.fold(name);
    made->joined = now;
    ids_.emplace(made->folded, id);
    channels_[id] = std::move(made);
    ++channel_count_;
}

void Directory::leave(std::string_view name, const Isupport& isupport) {
    const std::optional<std::uint16_t> id = find_channel(name, isupport);
    if (!id) return;
    const IdTable members = std::exchange(channels_[*id]->members, IdTable());
    members.each([&](std::uint32_t member) {
        people_[member].remove_seat(*id);
        --seat_count_;
        if (people_[member].seats().empty()) remove_person(member);
        return true;
    });
    ids_.erase(channels_[*id]->folded);
    channels_[*id].reset();
    free_channels_.push_back(*id);
    --channel_count_;
}

void Directory::rename_channel(std::string_view from, std::string_view to, const Isupport& isupport) {
    const std::optional<std::uint16_t> id = find_channel(from, isupport);
    if (!id) return;
    const std::string folded = isupport.fold(to);
    if (folded != channels_[*id]->folded) leave(to, isupport);
    ids_.erase(channels_[*id]->folded);
    ids_.emplace(folded, *id);
    channels_[*id]->name = to;
    channels_[*id]->folded = folded;
}

void Directory::refold(const Isupport& isupport) {
    nicks_.clear();
    for (std::uint32_t id = 0; id < people_.size(); ++id) {
        const std::string nick(people_[id].nick());
        if (nick.empty()) continue;  // a free place
        const bool is_double = find(nick, isupport) != kNobody;
        people_[id].hash = isupport.hash(nick);
        if (is_double)
            remove_person(id);  // the table, which does not have it, does not mind
        else
            nicks_.insert(id, by_nick());
    }
    ids_.clear();
    for (std::uint16_t id = 0; id < channels_.size(); ++id) {
        if (!channels_[id]) continue;
        channels_[id]->folded = isupport.fold(channels_[id]->name);
        // Two channels cannot have become one: the mapping is a wrong one. Each keeps a key of its own.
        while (!ids_.emplace(channels_[id]->folded, id).second) channels_[id]->folded += ' ';
    }
}

void Directory::set_member_mode(std::string_view channel, std::string_view nick, char letter, bool is_set,
                                const Isupport& isupport) {
    const std::optional<std::uint16_t> place = find_channel(channel, isupport);
    const std::uint32_t id = find(nick, isupport);
    if (!place || id == kNobody) return;
    Seat* const seat = people_[id].seat(*place);
    if (seat) set_modes(*seat, std::string_view(&letter, 1), is_set);
}

void Directory::set_modes(Seat& seat, std::string_view letters, bool is_set) {
    for (const char letter : letters) {
        std::size_t bit = bits_.find(letter);
        if (bit == std::string::npos) {
            if (bits_.size() >= 16) return;  // no network has as many
            bit = bits_.size();
            bits_ += letter;
        }
        const auto mask = static_cast<std::uint16_t>(1U << bit);
        seat.modes = static_cast<std::uint16_t>(is_set ? seat.modes | mask : seat.modes & ~mask);
    }
}

std::string Directory::letters(std::uint16_t bits, const Isupport& isupport) const {
    std::string out;
    if (bits == 0) return out;
    for (const char letter : isupport.prefix_modes()) {
        const std::size_t bit = bits_.find(letter);
        if (bit != std::string::npos && (bits >> bit & 1) != 0) out += letter;
    }
    return out;
}

std::optional<std::string> Directory::member_modes(std::string_view channel, std::string_view nick,
                                                   const Isupport& isupport) const {
    const std::optional<std::uint16_t> place = find_channel(channel, isupport);
    const Person* known = person(nick, isupport);
    const Seat* seat = place && known ? known->seat(*place) : nullptr;
    return seat ? std::optional(letters(seat->modes, isupport)) : std::nullopt;
}

}  // namespace confab::irc
