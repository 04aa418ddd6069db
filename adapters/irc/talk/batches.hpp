#pragma once
/// Open batches (IRCv3 batch): tells what belongs to a playback of old messages. Batches may nest and
/// interleave.

#include <deque>
#include <string>
#include <string_view>

#include "confab/task.hpp"
#include "wire/line.hpp"

namespace confab::irc {

class Batches {
public:
    /// The oldest is forgotten when more are open: a server that never closes them must not cost memory.
    static constexpr std::size_t kMaxOpen = 64;
    static constexpr Duration kLifetime{60'000};

    /// A BATCH line.
    void on_batch(const Line& line, TimePoint now);
    /// The line is in a batch of old messages, at any depth.
    bool is_history(const Line& line, TimePoint now) const;
    void clear() { open_.clear(); }

private:
    struct Open {
        std::string reference;
        bool history;
        TimePoint since;
    };
    const Open* find(std::string_view reference, TimePoint now) const;
    std::deque<Open> open_;
};

}  // namespace confab::irc
