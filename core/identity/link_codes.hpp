#pragma once
/// Codes that link two identities. In memory: a restart makes them all worthless.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "confab/service/people.hpp"
#include "confab/service/random.hpp"

namespace confab::core {

/// I/O thread only. Bounded: beyond `kMostCodes` the oldest code is dropped.
class LinkCodes {
public:
    explicit LinkCodes(Random& random) : random_(random) {}

    /// Eight letters; a code that was made for the same identity before is worthless from now on.
    std::string make(const Identity& owner, TimePoint now);
    /// Whose code this is; it is good no more. Small letters, spaces and hyphens do not matter. Errors:
    /// unauthorized for a wrong one, rate_limited for who gave five wrong ones; invalid_argument for one's
    /// own, which stays good.
    Result<Identity> take(const Identity& by, std::string_view code, TimePoint now);
    /// Makes a code worthless that others may have seen.
    void revoke(std::string_view code);

    static constexpr std::size_t kLength = 8;
    static constexpr unsigned kMostWrong = 5;
    static constexpr Duration kLifetime{600'000};
    static constexpr Duration kLockout{600'000};
    static constexpr std::size_t kMostCodes = 10'000;
    static constexpr std::size_t kMostGuessers = 10'000;

private:
    struct Code {
        std::string letters;
        Identity owner;
        TimePoint until;
    };
    struct Guesser {
        unsigned wrong = 0;
        TimePoint until{};  // of the lockout, or when the wrong ones are forgotten
    };
    std::vector<Code>::iterator find(const std::string& letters);
    void drop_old(TimePoint now);
    void note_wrong(const Identity& by, TimePoint now);

    Random& random_;
    std::vector<Code> codes_;  // the oldest first
    std::map<Identity, Guesser> guessers_;
};

}  // namespace confab::core
