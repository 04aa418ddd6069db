#include "login/registration.hpp"

#include <algorithm>

#include "wire/server_time.hpp"

namespace confab::irc {
namespace {

/// A server that never ends its MOTD is taken as ready all the same.
constexpr Duration kMotdTimeout{10'000};
/// Logins on one connection.
constexpr unsigned kMaxLogins = 5;

}  // namespace

void Registration::start(Step& step) {
    const SessionConfig& config = step.facts.config;
    phase_deadline_ = step.now.mono + config.registration_timeout;
    step.send(step.facts.caps.start(), Lane::urgent);
    if (!config.password.empty()) step.send(build_line("PASS", {config.password.reveal()}), Lane::urgent);
    step.send(build_line("NICK", {step.facts.nick.current()}), Lane::urgent);
    step.send(build_line("USER", {config.username, "0", "*", config.realname}), Lane::urgent);
}

void Registration::observe(const Line& line, Step& step) {
    nickserv_.observe(line, step);
    const int numeric = line.numeric();
    if (numeric == 303 || numeric == 731)  // RPL_ISON, RPL_MONOFFLINE
        step.send(step.facts.nick.on_line(line, step.facts.isupport), Lane::urgent);
    else if (numeric == 734)  // ERR_MONLISTFULL
        step.facts.nick.on_monitor_full(step.now.mono);
}

bool Registration::on_line(const Line& line, Step& step) {
    switch (line.command()) {
        case Command::cap:
            on_cap(line, step);
            return true;
        case Command::authenticate:
            on_sasl(line, step);
            return true;
        case Command::nick:
        case Command::quit:
            on_nick(line, step);
            return false;
        default:
            return line.numeric() != 0 && on_numeric(line, step);
    }
}

void Registration::on_cap(const Line& line, Step& step) {
    Caps& caps = step.facts.caps;
    const std::vector<std::string> answers = caps.on_cap(line);
    on_sts(step);
    if (step.is_closed()) return;
    step.send(answers, Lane::urgent);
    // Announced again: services are back, or know other mechanisms now.
    if (caps.take_sasl_news() && step.facts.phase != Phase::registering) log_in_again(step);
    advance(step);
}

void Registration::on_sts(Step& step) {
    const std::string_view value = step.facts.caps.value("sts");
    if (value.empty() || value == sts_seen_) return;
    sts_seen_ = value;
    const bool encrypted = step.facts.config.encrypted;
    StsOffer offer = StsOffer::parse(value);
    // Anybody on the way can say anything on a connection without TLS, so no duration is believed there.
    if (encrypted)
        offer.port.reset();
    else
        offer.duration.reset();
    if (!offer.port && !offer.duration) return;
    step.out.push_back(StsSeen{offer});
    if (!encrypted)
        step.close(EndingKind::upgrade, "the server wants an encrypted connection",
                   "set `tls: true` and `port: " + std::to_string(*offer.port) + "`");
}

void Registration::on_sasl(const Line& line, Step& step) {
    step.send(sasl_.on_line(line), Lane::urgent);
    if (sasl_.state() == SaslState::running) sasl_deadline_ = step.now.mono + step.facts.config.sasl_timeout;
    advance(step);
}

bool Registration::on_numeric(const Line& line, Step& step) {
    const int numeric = line.numeric();
    if (numeric >= 902 && numeric <= 908) {
        on_sasl(line, step);
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
            [[fallthrough]];
        case 410:  // ERR_INVALIDCAPCMD: it knows CAP, but not what we said
            if (step.facts.phase != Phase::registering) return false;
            step.facts.caps.give_up();
            advance(step);
            return true;
        case 432:  // ERR_ERRONEUSNICKNAME
        case 433:  // ERR_NICKNAMEINUSE
        case 436:  // ERR_NICKCOLLISION
        case 438:  // ERR_NICKTOOFAST
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
        case 465: {  // ERR_YOUREBANNEDCREEP; an ERROR follows, which nobody hears any more
            const bool throttled = classify_error(line.last()) == EndingKind::throttled;
            step.close(throttled ? EndingKind::throttled : EndingKind::banned,
                       "banned from the server: " + readable(line.last()), "ask the network's staff");
            return true;
        }
        case 901:  // RPL_LOGGEDOUT
            if (sasl_.state() == SaslState::succeeded) log_in_again(step);
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

void Registration::go_on_without_login(EndingKind kind, std::string what, const char* cure, Step& step) {
    sasl_deadline_ = TimePoint::max();
    if (std::exchange(login_settled_, true)) return;
    const bool early = step.facts.phase == Phase::registering && !cap_ended_;
    if (early && step.facts.config.sasl_required) return step.close(kind, std::move(what), cure);
    step.report(LogLevel::warn, "continuing without login", {{"cause", std::move(what)}, {"cure", cure}});
}

void Registration::start_sasl(Step& step) {
    ++logins_;
    login_settled_ = false;
    sasl_deadline_ = step.now.mono + step.facts.config.sasl_timeout;
    step.send(sasl_.start(step.facts.caps.value("sasl")), Lane::urgent);
}

// Once registered. An account that services log out again and again stays out.
void Registration::log_in_again(Step& step) {
    const bool possible = sasl_.wanted() && sasl_.state() != SaslState::running && logins_ < kMaxLogins;
    if (!possible || (sasl_.state() == SaslState::succeeded && nickserv_.is_logged_in())) return;
    sasl_.reset();
    login_settled_ = false;
    if (step.facts.caps.has("sasl")) start_sasl(step);  // else when the request is granted
}

bool Registration::sasl_is_settled(Step& step) {
    if (!sasl_.wanted()) return true;
    switch (sasl_.state()) {
        case SaslState::running:
            return false;
        case SaslState::succeeded:
            sasl_deadline_ = TimePoint::max();
            break;
        case SaslState::rejected: {
            const std::string why = sasl_.cause().empty() ? "" : " (" + sasl_.cause() + ")";
            go_on_without_login(
                EndingKind::rejected, "SASL login was refused" + why,
                "correct `sasl_user` and `sasl_password`, or have the services learn the certificate", step);
            break;
        }
        case SaslState::failed:
            go_on_without_login(EndingKind::lost, "SASL login got no answer",
                                "the network's services may be down", step);
            break;
        case SaslState::hostile:
            // Whatever it wants to know next, it is not who it claims to be.
            step.close(EndingKind::rejected, "SASL login was broken off: " + sasl_.cause(),
                       "ask the network's staff; `sasl_mechanisms` leaves a mechanism out");
            break;
        case SaslState::idle:
            if (step.facts.caps.has("sasl")) {
                if (logins_ >= kMaxLogins) return true;
                start_sasl(step);
                return false;
            }
            if (step.facts.phase != Phase::registering) return true;
            if (!step.facts.config.sasl_required && step.facts.config.sasl.user.empty()) return true;
            go_on_without_login(
                EndingKind::lost, "the server offers no SASL mechanism that can be used",
                "remove `sasl_user`, set `sasl_required: false`, or wait for the network's services", step);
    }
    return true;
}

void Registration::on_nick_refused(const Line& line, Step& step) {
    Nick& nick = step.facts.nick;
    // Registered: a failed attempt to regain. While another has it, its owner's leaving will tell.
    if (step.facts.phase != Phase::registering) {
        if (line.numeric() == 437 || line.numeric() == 438) nick.on_refused(step.now.mono);
        return;
    }
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
    nickserv_.on_welcome(sasl_.state() == SaslState::succeeded, step);
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
    nickserv_.on_ready(step);
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
        if (facts.phase != Phase::ready) return;  // seen to when it is
        step.send(wanted ? facts.nick.on_regained() : facts.nick.watch(facts.isupport, step.now.mono));
        nickserv_.on_ready(step);
    } else if (facts.isupport.same(from, facts.nick.wanted())) {
        step.send(facts.nick.on_free(facts.isupport), Lane::urgent);
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
        if (step.is_closed()) return;
    }
    nickserv_.on_timeout(step);
    if (step.facts.phase == Phase::ready)
        step.send(step.facts.nick.on_timeout(step.facts.isupport, step.now.mono), Lane::urgent);
}

TimePoint Registration::next_timeout(const Facts& facts) const {
    const TimePoint next = std::min({phase_deadline_, sasl_deadline_, nickserv_.next_timeout()});
    return facts.phase == Phase::ready ? std::min(next, facts.nick.next_timeout()) : next;
}

}  // namespace confab::irc
