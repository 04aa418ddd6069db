#include "core/identity/link_codes.hpp"

#include <algorithm>
#include <span>

namespace confab::core {
namespace {

constexpr std::string_view kLetters = "ABCDEFGHJKMNPQRSTUVWXYZ";  // without I, L and O, which are misread

std::string random_letters(Random& random) {
    std::string letters;
    while (letters.size() < LinkCodes::kLength) {
        unsigned char byte = 0;
        random.fill(std::as_writable_bytes(std::span(&byte, 1)));
        // The rest of 256 would come more often.
        if (byte < 256 / kLetters.size() * kLetters.size()) letters += kLetters[byte % kLetters.size()];
    }
    return letters;
}

std::string as_given(std::string_view code) {
    std::string letters;
    for (const char c : code.substr(0, 64)) {
        if (c == ' ' || c == '-') continue;
        letters += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    return letters;
}

// How long it takes tells nothing of how much was right.
bool is_equal(const std::string& a, const std::string& b) {
    if (a.size() != b.size()) return false;
    unsigned different = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        different |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
    return different == 0;
}

}  // namespace

std::string LinkCodes::make(const Identity& owner, TimePoint now) {
    drop_old(now);
    std::erase_if(codes_, [&](const Code& code) { return code.owner == owner; });
    if (codes_.size() >= kMostCodes) codes_.erase(codes_.begin());
    std::string letters = random_letters(random_);
    while (find(letters) != codes_.end()) letters = random_letters(random_);
    codes_.push_back(Code{letters, owner, now + kLifetime});
    return letters;
}

Result<Identity> LinkCodes::take(const Identity& by, std::string_view code, TimePoint now) {
    drop_old(now);
    if (const auto guesser = guessers_.find(by);
        guesser != guessers_.end() && guesser->second.wrong >= kMostWrong)
        return Error(Errc::rate_limited, "too many wrong codes; wait ten minutes")
            .with_retry_after(std::chrono::ceil<Duration>(guesser->second.until - now));
    const auto found = find(as_given(code));
    if (found == codes_.end()) {
        note_wrong(by, now);
        return Error(Errc::unauthorized, "this code is wrong, used, or too old");
    }
    if (found->owner == by)
        return Error(Errc::invalid_argument, "this is your own code: show it where you are somebody else");
    Identity owner = found->owner;
    codes_.erase(found);
    return owner;
}

void LinkCodes::revoke(std::string_view code) {
    if (const auto found = find(as_given(code)); found != codes_.end()) codes_.erase(found);
}

// Looks at all of them, whichever it is.
std::vector<LinkCodes::Code>::iterator LinkCodes::find(const std::string& letters) {
    auto found = codes_.end();
    for (auto code = codes_.begin(); code != codes_.end(); ++code)
        if (is_equal(code->letters, letters)) found = code;
    return found;
}

void LinkCodes::drop_old(TimePoint now) {
    std::erase_if(codes_, [now](const Code& code) { return code.until <= now; });
    std::erase_if(guessers_, [now](const auto& guesser) { return guesser.second.until <= now; });
}

void LinkCodes::note_wrong(const Identity& by, TimePoint now) {
    // Who makes that many identities gets no code of somebody else's for it: the least guilty is forgotten.
    if (guessers_.size() >= kMostGuessers && !guessers_.contains(by))
        guessers_.erase(
            std::min_element(guessers_.begin(), guessers_.end(), [](const auto& a, const auto& b) {
                return std::pair(a.second.wrong, a.second.until) < std::pair(b.second.wrong, b.second.until);
            }));
    Guesser& guesser = guessers_[by];
    ++guesser.wrong;
    guesser.until = now + kLockout;
}

}  // namespace confab::core
