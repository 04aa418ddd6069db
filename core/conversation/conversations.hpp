#pragma once
/// Who waits for what somebody says next.

#include <list>
#include <unordered_map>

#include "confab/service/clock.hpp"
#include "core/account/sender.hpp"
#include "core/command/asker.hpp"
#include "core/event/dispatcher.hpp"

namespace confab::core {

/// Sends a question with buttons where the channel's platform has them.
class ChoiceSender {
public:
    virtual ~ChoiceSender() = default;
    /// nullopt: there are none here, or not so many.
    virtual Task<std::optional<Result<void>>> send_choices(const MessageReceived& event, Message prompt,
                                                           std::vector<std::string> choices) = 0;
};

/// One question at a time for each user in each channel: the newest is the one that is answered; when it has
/// ended, the one before waits on. A plugin that asks the same user again takes its older question back. I/O
/// thread only.
class Conversations final : public Asker, public AnswerTaker {
public:
    Conversations(Lanes& lanes, Sender& sender, ChoiceSender& choices, Clock& clock)
        : lanes_(lanes), sender_(sender), choices_(choices), clock_(clock) {}

    Task<Result<MessageReceived>> ask(Owner& owner, const MessageReceived& event, Question question) override;
    bool awaits(const MessageReceived& message) const override;
    void take(const SharedEvent& event) override;
    /// Ends every question of `owner` with Errc::cancelled.
    void end(const Owner& owner);

    /// A user has at most this many questions open in one channel; the oldest gives way.
    static constexpr std::size_t kMaxOpen = 8;

private:
    struct Key {
        ChannelRef channel;
        UserId user;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept {
            return std::hash<ChannelRef>()(key.channel) * 31 + std::hash<UserId>()(key.user);
        }
    };
    struct Waiting {
        explicit Waiting(const Owner& owner_in) : owner(&owner_in) {}
        bool is_open() const { return !answer && ended.empty(); }
        const Owner* owner;
        SharedEvent answer;  // or
        std::string ended;   // why there will be none
        Signal done;
    };
    class Place;

    Task<Result<void>> show(const MessageReceived& event, Question& question);
    static void finish(Waiting& waiting, std::string why);

    Lanes& lanes_;
    Sender& sender_;
    ChoiceSender& choices_;
    Clock& clock_;
    std::unordered_map<Key, std::list<Waiting*>, KeyHash> waiting_;  // the newest last; owned by `ask`
};

}  // namespace confab::core
