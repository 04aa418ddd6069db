#pragma once
/// Who is where: the channels we are in and the people we share them with.
///
/// Somebody is remembered only while we share a channel: after that nobody would tell us that the nick has
/// passed to somebody else, and an account believed of it would be the wrong person's.
/// What is beyond the limits is not remembered, which lowers people's assurance and nothing else.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "confab/task.hpp"
#include "state/id_table.hpp"
#include "state/isupport.hpp"
#include "state/modes.hpp"
#include "state/person.hpp"

namespace confab::irc {

/// A channel we are in.
class KnownChannel {
public:
    std::string name;    ///< As the server writes it.
    std::string folded;  ///< As it is known by elsewhere.
    std::string topic;   ///< As it came, in no certain encoding.
    TimePoint joined{};
    /// Set modes that are neither lists nor members'; the argument may be a key, and is not to be shown.
    std::vector<std::pair<char, std::string>> modes;
    std::size_t size() const { return members.size(); }

private:
    friend class Directory;
    IdTable members;
    std::uint16_t id = 0;
};

class Directory {
public:
    static constexpr std::size_t kMaxPeople = 500'000;
    static constexpr std::size_t kMaxSeats = 4'000'000;
    static constexpr std::size_t kMaxText = 64'000'000;  ///< Bytes of all texts of people.
    static constexpr std::size_t kMaxChannels = 20'000;
    static constexpr std::size_t kMaxTopic = 2'000;

    // Channels: only those we are in are known; what is said of others is ignored.
    void enter(std::string_view channel, const Isupport& isupport, TimePoint now);
    void leave(std::string_view channel, const Isupport& isupport);
    void rename_channel(std::string_view from, std::string_view to, const Isupport& isupport);
    /// Nullptr when we are not in it. Valid until the next change.
    KnownChannel* channel(std::string_view name, const Isupport& isupport);
    const KnownChannel* channel(std::string_view name, const Isupport& isupport) const {
        return const_cast<Directory*>(this)->channel(name, isupport);
    }
    std::size_t channel_count() const { return channel_count_; }
    std::size_t people_count() const { return people_count_; }

    // People.
    /// Somebody is in a channel. An account not given (nullopt) is the one known before, if any. Nullptr when
    /// the limits are reached; valid until the next change.
    Seat* seat(KnownChannel& channel, const PersonText& who, std::optional<std::string_view> account,
               const Isupport& isupport);
    void unseat(std::string_view channel, std::string_view nick, const Isupport& isupport);
    void forget(std::string_view nick, const Isupport& isupport);
    void rename(std::string_view nick, std::string_view to, const Isupport& isupport);
    void set_account(std::string_view nick, std::string_view account, const Isupport& isupport);
    void set_host(std::string_view nick, std::string_view user, std::string_view host,
                  const Isupport& isupport);
    void set_away(std::string_view nick, bool is_away, const Isupport& isupport);
    void set_bot(std::string_view nick, bool is_bot, const Isupport& isupport);
    /// Letters of PREFIX.
    void set_modes(Seat& seat, std::string_view letters, bool is_set);
    static void clear_modes(Seat& seat) { seat.modes = 0; }
    void set_member_mode(std::string_view channel, std::string_view nick, char letter, bool is_set,
                         const Isupport& isupport);
    /// CASEMAPPING has changed. Who has become the same as somebody else is forgotten.
    void refold(const Isupport& isupport);

    // Questions. Views are valid until the next change.
    /// Empty when not known, or not logged in.
    std::string_view account_of(std::string_view nick, const Isupport& isupport) const;
    /// The nick of a logged-in person, or empty.
    std::string_view nick_of(std::string_view account) const;
    /// Nullptr when we share no channel.
    const Person* person(std::string_view nick, const Isupport& isupport) const;
    /// The letters somebody has in a channel, highest first; nothing when not there.
    std::optional<std::string> member_modes(std::string_view channel, std::string_view nick,
                                            const Isupport& isupport) const;
    /// The channels we share with the nick.
    std::vector<const KnownChannel*> channels_of(std::string_view nick, const Isupport& isupport) const;
    /// `visit(person, letters)` for the members until it returns false.
    template <class Visit>
    void each_member(const KnownChannel& channel, const Isupport& isupport, Visit visit) const {
        channel.members.each([&](std::uint32_t member) {
            const Seat* seat = people_[member].seat(channel.id);
            return visit(people_[member], letters(seat ? seat->modes : std::uint16_t{0}, isupport));
        });
    }

private:
    static constexpr std::uint32_t kNobody = IdTable::kNone;
    static constexpr unsigned kMaxIndexed = 8;  // nicks of one account
    auto by_nick() const {
        return [this](std::uint32_t id) {
            return people_[id].hash;
        };
    }
    auto by_account() const {
        return [this](std::uint32_t id) {
            return hash_of_account(people_[id].account());
        };
    }
    static std::uint32_t by_id(std::uint32_t id) { return id * 0x9E3779B1U; }
    static std::uint32_t hash_of_account(std::string_view account);

    std::uint32_t find(std::string_view nick, const Isupport& isupport) const;
    std::optional<std::uint16_t> find_channel(std::string_view name, const Isupport& isupport) const;
    std::uint32_t add_person(const PersonText& text, const Isupport& isupport);
    void set_text(std::uint32_t id, const PersonText& text);
    void index_account(std::uint32_t id);
    void remove_person(std::uint32_t id);
    void remove_seat(std::uint32_t person, std::uint16_t channel);
    std::string letters(std::uint16_t bits, const Isupport& isupport) const;

    std::deque<Person> people_;  // a deque: growing copies nothing
    std::vector<std::uint32_t> free_people_;
    IdTable nicks_;
    IdTable accounts_;  // several nicks may be logged in to one
    std::vector<std::unique_ptr<KnownChannel>> channels_;
    std::vector<std::uint16_t> free_channels_;
    std::unordered_map<std::string, std::uint16_t> ids_;  // of channels, by folded name
    std::string bits_;  // the letter of each bit of Seat::modes, in the order they were met
    std::size_t people_count_ = 0;
    std::size_t channel_count_ = 0;
    std::size_t seat_count_ = 0;
    std::size_t text_size_ = 0;
};

}  // namespace confab::irc
