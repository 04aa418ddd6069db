#include "keepalive.hpp"

#include <algorithm>

namespace confab::irc {
namespace {

/// So many silences long we let pass, traffic or not, until the lag is measured again.
constexpr int kLagEvery = 5;
constexpr Duration kSlow{10'000};
constexpr const char* kToken = "confab";

}  // namespace

void Keepalive::heard(Step& step) {
    last_heard_ = step.now.mono;
}

bool Keepalive::on_line(const Line& line, Step& step) {
    if (line.command() == Command::ping) {
        step.send(build_line("PONG", line.params()), Lane::urgent);
        return true;
    }
    if (line.command() != Command::pong) return false;
    if (asked_at_ && !answered_ && line.last() == kToken) {
        const auto lag = std::chrono::duration_cast<Duration>(step.now.mono - *asked_at_);
        answered_ = true;
        step.out.push_back(Lag{lag});
        if (lag >= kSlow)
            step.report(LogLevel::warn, "the server is slow", {{"lag_ms", std::to_string(lag.count())}});
    }
    return true;
}

void Keepalive::on_timeout(Step& step) {
    if (last_heard_ == TimePoint::max()) return;
    const SessionConfig& config = step.facts.config;
    if (step.now.mono >= last_heard_ + config.dead_after)
        return step.close(EndingKind::lost, "no sign of life from the server");
    if (step.now.mono < next_question(step.facts)) return;
    asked_at_ = step.now.mono;
    answered_ = false;
    step.send(build_line("PING", {kToken}), Lane::urgent);
}

TimePoint Keepalive::next_question(const Facts& facts) const {
    // No client PING before registration: some servers do not answer it.
    if (facts.phase == Phase::registering) return TimePoint::max();
    const Duration pause = facts.config.ping_after;
    if (!asked_at_) return last_heard_ + pause;
    return std::min(std::max(last_heard_, *asked_at_) + pause, *asked_at_ + kLagEvery * pause);
}

TimePoint Keepalive::next_timeout(const Facts& facts) const {
    if (last_heard_ == TimePoint::max()) return TimePoint::max();
    return std::min(last_heard_ + facts.config.dead_after, next_question(facts));
}

}  // namespace confab::irc
