#pragma once
/// Interactions on their way: who used what, whether the bot answered, and how long it still may (Discord
/// documentation, "Receiving and Responding").

#include <deque>
#include <string>
#include <string_view>

#include "commands.hpp"
#include "confab/service/random.hpp"
#include "gateway.hpp"

namespace confab::discord_sandbox {

struct PendingInteraction {
    std::string id;
    std::string token;
    Place* place = nullptr;
    const Person* person = nullptr;
    TimePoint created{};
    bool is_press = false;
    bool acknowledged = false;
    std::string original;  ///< Id of the first answer, or of the pressed message; empty: none yet.
};

class Interactions {
public:
    static constexpr std::size_t kMax = 1'000;  ///< The oldest are forgotten.
    static constexpr Duration kFirstAnswer{3'000};
    static constexpr Duration kToken{900'000};

    Interactions(World& world, Gateway& gateway, Clock& clock, Random& random)
        : world_(world), gateway_(gateway), clock_(clock), random_(random) {}

    Commands& commands() { return commands_; }

    /// Somebody typed this; true when it was a command or a press rather than a message ("/roll 6" where
    /// such a command is published, "[2]" or "[no]" below a message with that button).
    Result<bool> typed(const Person& person, Place& place, std::string_view text);

    /// The interaction, or nullptr when there is none, or none that may still get its first answer.
    PendingInteraction* waiting(std::string_view id, std::string_view token);
    /// By token: one that was answered and may be answered further; else nullptr.
    PendingInteraction* open(std::string_view token);
    bool knows(std::string_view token);

    /// Fault: none of the tokens given out so far works any more.
    void expire_all();
    /// Fault: the next `count` interactions are too old for their first answer when they arrive.
    void make_late(unsigned count) { late_ = count; }

private:
    PendingInteraction& begin(const Person& person, Place& place);
    std::string dispatch_data(const PendingInteraction& pending, int type, const std::string& data) const;
    bool press(const Person& person, Place& place, std::string_view button);

    World& world_;
    Gateway& gateway_;
    Clock& clock_;
    Random& random_;
    Commands commands_;
    std::deque<PendingInteraction> pending_;
    unsigned late_ = 0;
};

}  // namespace confab::discord_sandbox
