#pragma once
/// What is remembered of somebody who shares a channel with us, in as few bytes as it takes: there may be a
/// hundred thousand of them.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace confab::irc {

/// Where somebody is, and with which prefix modes there (bits that the directory gives out).
struct Seat {
    std::uint16_t channel;
    std::uint16_t modes;
};

/// The texts of a person, as views.
struct PersonText {
    std::string_view nick;
    std::string_view user;  ///< Empty until a server has told; so are the others.
    std::string_view host;
    std::string_view account;

    std::size_t size() const { return nick.size() + user.size() + host.size() + account.size(); }
};

class Person {
public:
    /// Longer texts are not kept: no user and host rather than half of them, and no account at all.
    static constexpr std::size_t kMaxText = 255;

    Person() = default;
    Person(Person&& other) noexcept;
    Person& operator=(Person&&) = delete;
    ~Person() { clear(); }

    PersonText text() const;
    std::string_view nick() const { return {text_.get(), lengths_[0]}; }
    std::string_view account() const;
    /// The views may be the ones `text` returned. A nick longer than kMaxText is the caller's mistake.
    void set_text(const PersonText& text);

    std::span<const Seat> seats() const { return {data(), count_}; }
    /// Nullptr when not in the channel.
    Seat* seat(std::uint16_t channel);
    const Seat* seat(std::uint16_t channel) const { return const_cast<Person*>(this)->seat(channel); }
    /// Not in the channel yet.
    Seat* add_seat(Seat seat);
    void remove_seat(std::uint16_t channel);

    /// As new.
    void clear();

    std::uint32_t hash = 0;  ///< Of the folded nick.
    bool is_away = false;
    bool is_bot = false;

private:
    static constexpr std::uint16_t kInPlace = 2;
    const Seat* data() const { return capacity_ == kInPlace ? in_place_ : heap_; }
    Seat* data() { return capacity_ == kInPlace ? in_place_ : heap_; }

    std::unique_ptr<char[]> text_;  // nick, user, host and account, one after the other
    union {
        Seat in_place_[kInPlace] = {};
        Seat* heap_;
    };
    std::uint16_t count_ = 0;
    std::uint16_t capacity_ = kInPlace;
    std::uint8_t lengths_[4] = {};
};

}  // namespace confab::irc
