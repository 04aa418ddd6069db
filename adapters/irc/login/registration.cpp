#include "login/registration.hpp"

#include <algorithm>

#include "wire/server_time.hpp"

namespace confab::irc {
namespace {

/// A server that never ends its MOTD is taken as ready all the same.
constexpr Duration kMotdTimeout{10'000};

}  // namespace

void Registration::start(Step& step) {
    const SessionConfig& config = step.facts.config;
    phase_deadline_ = step.now.mono + config.registration_timeout;
    step.send(step.facts.caps.start(), Lane::urgent);
    if (!config.password.empty()) step.send(build_line("PASS", {config.password.reveal()}), Lane::urgent);
    step.send(build_line("NICK", {step.facts.nick.current()}), Lane::urgent);
    step.send(build_line("USER", {config.username, "0", "*", config.realname}), Lane::urgent);
}

bool Registration::on_line(const Line& line, Step& step) {
    switch (line.command()) {
        case Command::cap:
            step.send(step.facts.caps.on_cap(line), Lane::urgent);
            advance(step);
            return true;
        case Command::authenticate:
            step.send(sasl_.on_line(line), Lane::urgent);
            advance(step);
            return true;
        case Command::nick:
        case Command::quit:
            on_nick(line, step);
            return false;
        default:
            return line.numeric() != 0 && on_numeric(line, step);
    }
}

bool Registration::on_numeric(const Line& line, Step& step) {
    const int numeric = line.numeric();
    if (numeric >= 902 && numeric <= 908) {
        step.send(sasl_.on_line(line), Lane::urgent);
        advance(step);
        return true;
    }
    switch (numeric) {
        case 1:
            on_welcome(line, step);
            return true;
        case 376:  // RPL_ENDOFMOTD
        case 422:  // ERR_NOMOTD
            introduced_ = step.facts.phase == Phase::welcomed || introduced_;
            return true;
        case 421:  // ERR_UNKNOWNCOMMAND
            if (line.param(1) != "CAP") return false;
            [[fallthrough]];
        case 451:  // ERR_NOTREGISTERED: how old servers refuse CAP
            if (step.facts.phase != Phase::registering) return false;
            cap_known_ = false;
            step.facts.caps.give_up();
            advance(step);
            return true;
        case 432:  // ERR_ERRONEUSNICKNAME
        case 433:  // ERR_NICKNAMEINUSE
        case 436:  // ERR_NICKCOLLISION
            on_nick_refused(line, step);
            return true;
        case 437:  // ERR_UNAVAILRESOURCE: a nick or a channel
            if (step.facts.isupport.is_channel(line.param(1))) return false;
            on_nick_refused(line, step);
            return true;
        case 464:  // ERR_PASSWDMISMATCH
            if (step.facts.phase != Phase::registering) return false;
            step.close(EndingKind::rejected, "the server refused the password: " + readable(line.last()),
                       "correct `password`");
            return true;
        case 465:  // ERR_YOUREBANNEDCREEP
            step.close(EndingKind::banned, "banned from the server: " + readable(line.last()),
                       "ask the network's staff");
            return true;
        case 303:  // RPL_ISON
        case 731:  // RPL_MONOFFLINE
            step.send(step.facts.nick.on_line(line, step.facts.isupport));
            return true;
        case 396:  // RPL_VISIBLEHOST
            step.facts.learn_own_host(line.param(1));
            return true;
        default:
            return false;
    }
}

void Registration::advance(Step& step) {
    if (step.is_closed() || !step.facts.caps.settled()) return;
    if (!sasl_is_settled(step) || step.is_closed()) return;
    if (cap_known_ && step.facts.phase == Phase::registering && !std::exchange(cap_ended_, true))
        step.send("CAP END", Lane::urgent);
}

void Registration::go_on_without_login(EndingKind kind, const char* what, const char* cure, Step& step) {
    sasl_deadline_ = TimePoint::max();
    if (step.facts.phase != Phase::registering || cap_ended_) return;
    if (step.facts.config.sasl_required) return step.close(kind, what, cure);
    step.report(LogLevel::warn, "continuing without login", {{"cause", what}, {"cure", cure}});
}

bool Registration::sasl_is_settled(Step& step) {
    if (!sasl_.wanted()) return true;
    switch (sasl_.state()) {
        case SaslState::running:
            return false;
        case SaslState::succeeded:
            sasl_deadline_ = TimePoint::max();
            break;
        case SaslState::rejected:
            go_on_without_login(EndingKind::rejected, "SASL login was refused",
                                "correct `sasl_user` and `sasl_password`", step);
            break;
        case SaslState::failed:
            go_on_without_login(EndingKind::lost, "SASL login got no answer",
                                "the network's services may be down", step);
            break;
        case SaslState::idle:
            if (step.facts.caps.has("sasl")) {
                sasl_deadline_ = step.now.mono + step.facts.config.sasl_timeout;
                step.send(sasl_.start(), Lane::urgent);
                return false;
            }
            go_on_without_login(
                EndingKind::lost, "the server offers no SASL PLAIN",
                "remove `sasl_user`, set `sasl_required: false`, or wait for the network's services", step);
    }
    return true;
}

void Registration::on_nick_refused(const Line& line, Step& step) {
    // Registered: a failed attempt to regain; there will be another.
    if (step.facts.phase != Phase::registering) return;
    Nick& nick = step.facts.nick;
    const std::string refused = nick.current();
    const std::optional<std::string> next = nick.next_alternate(step.facts.isupport.nick_length());
    if (!next)
        return step.close(EndingKind::lost, "every nick was refused: " + readable(line.last()),
                          "set another `nick` or `alternates`");
    step.report(LogLevel::warn, "nick refused",
                {{"nick", refused}, {"cause", readable(line.last())}, {"trying", *next}});
    step.send(build_line("NICK", {*next}), Lane::urgent);
}

void Registration::on_welcome(const Line& line, Step& step) {
    Facts& facts = step.facts;
    if (facts.phase != Phase::registering) return;
    facts.nick.set_current(line.param(0));
    facts.caps.give_up();
    if (sasl_.wanted() && facts.config.sasl_required && sasl_.state() != SaslState::succeeded)
        return step.close(EndingKind::lost, "the server registered us without SASL login",
                          "set `sasl_required: false`");
    facts.phase = Phase::welcomed;
    phase_deadline_ = step.now.mono + kMotdTimeout;
    facts.server_start = parse_server_time(line.tag("time").value_or(std::string()));
    const std::string_view text = line.last();
    const Source self = Source::parse(text.substr(text.rfind(' ') + 1));
    if (!facts.is_self(self.nick) || self.host.empty()) return;
    facts.own_user = self.user;
    facts.own_host = self.host;
}

void Registration::on_ready(Step& step) {
    Facts& facts = step.facts;
    phase_deadline_ = TimePoint::max();
    if (!facts.isupport.bot_mode().empty())
        step.send(build_line("MODE", {facts.nick.current(), "+" + facts.isupport.bot_mode()}));
    if (!facts.nick.is_wanted(facts.isupport)) step.send(facts.nick.watch(facts.isupport, step.now.mono));
}

// Our own nick, and the end of whoever has the one we want.
void Registration::on_nick(const Line& line, Step& step) {
    Facts& facts = step.facts;
    const std::string_view from = line.source().nick;
    if (facts.is_self(from)) {
        if (line.command() != Command::nick || line.param(0).empty()) return;
        facts.nick.set_current(line.param(0));
        const bool wanted = facts.nick.is_wanted(facts.isupport);
        step.report(wanted ? LogLevel::info : LogLevel::warn, "renamed", {{"nick", readable(line.param(0))}});
        step.send(wanted ? facts.nick.on_regained() : facts.nick.watch(facts.isupport, step.now.mono));
    } else if (facts.isupport.same(from, facts.nick.wanted())) {
        step.send(facts.nick.on_free(facts.isupport));
    }
}

void Registration::on_timeout(Step& step) {
    if (step.now.mono >= phase_deadline_) {
        if (step.facts.phase == Phase::registering)
            return step.close(EndingKind::lost, "no answer to the registration",
                              "check that `server`, `port` and `tls` name an IRC server");
        introduced_ = true;
    }
    if (step.now.mono >= sasl_deadline_) {
        step.send(sasl_.give_up(), Lane::urgent);
        advance(step);
    }
    if (step.facts.phase == Phase::ready) step.send(step.facts.nick.on_timeout(step.now.mono));
}

TimePoint Registration::next_timeout(const Facts& facts) const {
    const TimePoint next = std::min(phase_deadline_, sasl_deadline_);
    return facts.phase == Phase::ready ? std::min(next, facts.nick.next_timeout()) : next;
}

}  // namespace confab::irc
