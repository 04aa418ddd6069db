#include "login/sasl.hpp"

#include <algorithm>
#include <utility>

#include "login/caps.hpp"

namespace confab::irc {
namespace {

constexpr std::size_t kChunk = 400;
/// Base64 of a challenge; those we know are a tenth of it.
constexpr std::size_t kMaxChallenge = 4096;
constexpr const char* kAbort = "AUTHENTICATE *";

}  // namespace

std::vector<std::string> Sasl::chunks(std::string_view base64) {
    Lines lines;
    for (std::size_t at = 0; at < base64.size(); at += kChunk)
        lines.push_back("AUTHENTICATE " + std::string(base64.substr(at, kChunk)));
    if (base64.size() % kChunk == 0) lines.emplace_back("AUTHENTICATE +");
    return lines;
}

void Sasl::reset() {
    state_ = SaslState::idle;
    mechanism_.reset();
}

std::vector<std::string> Sasl::start(std::string_view offered) {
    left_ = config_.mechanisms;
    ignore_fail_ = false;
    cause_.clear();
    if (!offered.empty()) keep_only(offered);
    return begin();
}

void Sasl::keep_only(std::string_view offered) {
    std::erase_if(left_, [&](const std::string& ours) {
        bool found = false;
        each_item(offered, ',', [&](std::string_view name) { found |= equals_ignoring_case(name, ours); });
        return !found;
    });
}

std::vector<std::string> Sasl::begin() {
    challenge_.clear();
    if (left_.empty()) {
        state_ = SaslState::rejected;
        return {};
    }
    state_ = SaslState::running;
    mechanism_ = make_mechanism(left_.front(), config_, ++attempts_);
    return {"AUTHENTICATE " + left_.front()};
}

std::vector<std::string> Sasl::next() {
    if (!left_.empty()) left_.erase(left_.begin());
    return begin();
}

std::vector<std::string> Sasl::on_line(const Line& line) {
    if (state_ != SaslState::running) return {};
    if (line.command() == Command::authenticate) {
        ignore_fail_ = false;
        return on_chunk(line.param(0));
    }
    switch (line.numeric()) {
        case 903:  // RPL_SASLSUCCESS
            if (!mechanism_ || !mechanism_->server_has_proved())
                return distrust("the server skipped its own proof");
            state_ = SaslState::succeeded;
            return {};
        case 907:  // ERR_SASLALREADY
            state_ = SaslState::succeeded;
            return {};
        case 902:  // ERR_NICKLOCKED: the account is, for every mechanism
            state_ = SaslState::rejected;
            return {};
        case 904:  // ERR_SASLFAIL
            if (std::exchange(ignore_fail_, false)) return {};
            return next();
        case 905:  // ERR_SASLTOOLONG
            return next();
        case 908: {  // RPL_SASLMECHS: not this one; some servers send 904 as well, before or after
            const std::string tried = left_.front();
            keep_only(line.param(1));
            if (!left_.empty() && left_.front() == tried) return {};  // it came late
            ignore_fail_ = true;
            return begin();
        }
        case 906:  // ERR_SASLABORTED: by us, when the mechanism led nowhere
            if (!mechanism_) {
                ignore_fail_ = true;
                return next();
            }
            state_ = SaslState::failed;
            return {};
        default:
            return {};
    }
}

std::vector<std::string> Sasl::on_chunk(std::string_view chunk) {
    if (!mechanism_) return {};
    if (chunk != "+") challenge_ += chunk.substr(0, kChunk);
    if (challenge_.size() > kMaxChallenge) return distrust("SASL challenge is too long");
    if (chunk.size() >= kChunk) return {};
    const std::optional<std::string> challenge = config_.crypto->from_base64(std::exchange(challenge_, {}));
    if (!challenge) return distrust("SASL challenge is not base64");
    return on_challenge(*challenge);
}

std::vector<std::string> Sasl::on_challenge(std::string_view challenge) {
    SaslAnswer answer = mechanism_->answer(challenge);
    switch (answer.kind) {
        case SaslAnswer::Kind::send:
            return chunks(config_.crypto->base64(answer.text));
        case SaslAnswer::Kind::refused:
            cause_ = std::move(answer.text);
            mechanism_.reset();  // what comes now is 906 or 904
            return {kAbort};
        case SaslAnswer::Kind::hostile:
            break;
    }
    return distrust(std::move(answer.text));
}

std::vector<std::string> Sasl::distrust(std::string why) {
    cause_ = std::move(why);
    state_ = SaslState::hostile;
    return {kAbort};
}

std::vector<std::string> Sasl::give_up() {
    state_ = SaslState::failed;
    return {kAbort};
}

}  // namespace confab::irc
