#pragma once
/// Somebody in a test's chat: says things, and expects what the bot answers.

#include <string>
#include <vector>

#include "confab/event.hpp"
#include "confab/testing/pattern.hpp"

namespace confab::inline v1::testing {

class World;

/// A person in one place. Everything happens at once: when `says` returns, the bot has done all it can do
/// without time passing. Copies are the same person, and may be moved elsewhere.
class CONFAB_API User {
public:
    User(World& world, std::string name);

    /// On a network that can show what "irc", "discord" or "matrix" typically can. Without it, everything.
    User& on(std::string platform);
    /// In another channel than "#test".
    User& in(std::string channel);
    /// In a direct conversation with the bot.
    User& in_private();
    /// From now on, wherever they are.
    User& as_owner();
    User& with_permission(std::string name);
    /// How much the network vouches for the identity; without it: strong.
    User& with_assurance(Assurance assurance);

    User& says(Message message);

    /// The next answer in this place, which must match. Where a network cut an answer into parts, they are
    /// taken together; a name that a network puts in front ("alice: ") need not be expected.
    User& expect_reply(const Pattern& pattern, const char* file = __builtin_FILE(),
                       int line = __builtin_LINE());
    /// Everything that was answered here has been expected.
    User& expect_no_reply(const char* file = __builtin_FILE(), int line = __builtin_LINE());
    /// What was answered here since somebody said something, as a reader sees it.
    std::vector<std::string> replies() const;

    const std::string& name() const noexcept { return name_; }

private:
    Channel channel() const;
    confab::User identity() const;

    World& world_;
    std::string name_;
    std::string platform_ = "test";
    std::string channel_ = "#test";
    bool direct_ = false;
    Assurance assurance_ = Assurance::strong;
};

}  // namespace confab::inline v1::testing
