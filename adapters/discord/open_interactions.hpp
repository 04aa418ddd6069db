#pragma once
/// The commands that wait for an answer, with the tokens to answer them. Pure and bounded.

#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "confab/ids.hpp"
#include "confab/option.hpp"
#include "confab/task.hpp"

namespace confab::discord {

class OpenInteractions {
public:
    static constexpr std::size_t kMax = 1'000;  ///< The oldest are forgotten; answers to them are plain.
    static constexpr Duration kLifetime{
        890'000};  ///< Tokens live 15 minutes; an answer needs time to arrive.

    /// How to answer.
    class Answer {
    public:
        Secret token;
        bool first = true;  ///< Takes the place of "thinking ..."; false: comes after it.
    };

    void open(MessageId id, Secret token, ChannelId channel, TimePoint now);
    /// The way for one part of an answer to `id`; asked again with the same nonce, it is the same.
    /// nullopt: none is waiting, or it waited too long.
    std::optional<Answer> answer(const MessageId& id, const ChannelId& channel, std::string_view nonce,
                                 TimePoint now);
    /// Discord knows the token no longer.
    void forget(const MessageId& id);
    std::size_t size() const { return open_.size(); }

private:
    struct Entry {
        MessageId id;
        Secret token;
        ChannelId channel;
        TimePoint ends;
        std::optional<std::string> first_nonce;
    };
    void prune(TimePoint now);

    std::deque<Entry> open_;  // in the order of their ends
};

}  // namespace confab::discord
