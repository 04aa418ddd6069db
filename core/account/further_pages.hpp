#pragma once
/// The rest of long answers, for whoever asks for more. Bounded: of too many the oldest goes; after a while
/// all.

#include <list>
#include <vector>

#include "confab/event.hpp"

namespace confab::core {

class FurtherPages {
public:
    static constexpr std::size_t kMaxAnswers = 256;
    static constexpr Duration kLifetime{30 * 60'000};

    /// `user`: who was answered; empty for a message to nobody in particular. Takes the place of an earlier
    /// one.
    void keep(ChannelRef channel, UserId user, std::vector<Message> parts, TimePoint now);
    /// The next parts for `user`, at most `count`: of the answer to them, else of what was said to all.
    std::vector<Message> take(const ChannelRef& channel, const UserId& user, std::size_t count,
                              TimePoint now);

private:
    class Answer {
    public:
        Answer(ChannelRef channel_in, UserId user_in, std::vector<Message> parts_in, TimePoint kept_at_in)
            : channel(std::move(channel_in)),
              user(std::move(user_in)),
              parts(std::move(parts_in)),
              kept_at(kept_at_in) {}
        ChannelRef channel;
        UserId user;
        std::vector<Message> parts;
        TimePoint kept_at;
    };
    using Answers = std::list<Answer>;  // the newest last
    Answers::iterator find(const ChannelRef& channel, const UserId& user);

    Answers answers_;
};

}  // namespace confab::core
