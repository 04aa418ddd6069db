#include "state/person.hpp"

#include <algorithm>
#include <utility>

namespace confab::irc {

Person::Person(Person&& other) noexcept
    : hash(other.hash),
      is_away(other.is_away),
      is_bot(other.is_bot),
      text_(std::move(other.text_)),
      count_(std::exchange(other.count_, std::uint16_t{0})),
      capacity_(std::exchange(other.capacity_, kInPlace)) {
    if (capacity_ == kInPlace)
        std::copy(std::begin(other.in_place_), std::end(other.in_place_), in_place_);
    else
        heap_ = other.heap_;
    std::copy(std::begin(other.lengths_), std::end(other.lengths_), lengths_);
}

PersonText Person::text() const {
    const char* at = text_.get();
    const auto next = [&](std::size_t index) {
        const std::string_view part(at, lengths_[index]);
        at += lengths_[index];
        return part;
    };
    PersonText text;
    text.nick = next(0);
    text.user = next(1);
    text.host = next(2);
    text.account = next(3);
    return text;
}

std::string_view Person::account() const {
    return {text_.get() + lengths_[0] + lengths_[1] + lengths_[2], lengths_[3]};
}

void Person::set_text(const PersonText& text) {
    PersonText kept = text;
    if (kept.user.size() > kMaxText || kept.host.size() > kMaxText) kept.user = kept.host = {};
    // Half an account could be somebody else's.
    if (kept.account.size() > kMaxText) kept.account = {};
    const std::string_view parts[] = {kept.nick.substr(0, kMaxText), kept.user, kept.host, kept.account};
    std::unique_ptr<char[]> made(new char[std::max<std::size_t>(1, kept.size())]);
    char* at = made.get();
    for (std::size_t i = 0; i < 4; ++i) {
        at = std::copy(parts[i].begin(), parts[i].end(), at);
        lengths_[i] = static_cast<std::uint8_t>(parts[i].size());
    }
    text_ = std::move(made);
}

Seat* Person::seat(std::uint16_t channel) {
    Seat* const end = data() + count_;
    Seat* const found = std::find_if(data(), end, [&](const Seat& seat) { return seat.channel == channel; });
    return found == end ? nullptr : found;
}

Seat* Person::add_seat(Seat seat) {
    if (count_ == capacity_) {
        const auto capacity = static_cast<std::uint16_t>(capacity_ + std::max(2, capacity_ / 2));
        Seat* const made = new Seat[capacity];
        std::copy(data(), data() + count_, made);
        if (capacity_ != kInPlace) delete[] heap_;
        heap_ = made;
        capacity_ = capacity;
    }
    Seat* const added = data() + count_++;
    *added = seat;
    return added;
}

void Person::remove_seat(std::uint16_t channel) {
    if (Seat* const found = seat(channel)) *found = data()[--count_];
}

void Person::clear() {
    if (capacity_ != kInPlace) delete[] heap_;
    capacity_ = kInPlace;
    count_ = 0;
    text_.reset();
    std::fill(std::begin(lengths_), std::end(lengths_), std::uint8_t{0});
    hash = 0;
    is_away = is_bot = false;
}

}  // namespace confab::irc
