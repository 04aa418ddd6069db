#include "session.hpp"

#include <algorithm>

#include "server_time.hpp"
#include "text.hpp"

namespace confab::irc {
namespace {

/// A server that never ends its MOTD is taken as ready all the same.
constexpr Duration kMotdTimeout{10'000};

void send(Actions& out, std::string line, Lane lane) {
    out.push_back(Send{std::move(line), lane});
}
void send(Actions& out, std::vector<std::string> lines, Lane lane) {
    for (std::string& line : lines) send(out, std::move(line), lane);
}

std::string readable(std::string_view bytes) {
    return clean_text(decode_bytes(bytes));
}

}  // namespace

Session::Session(SessionConfig config)
    : config_(std::move(config)),
      caps_(!config_.sasl_credentials.empty()),
      sasl_(config_.sasl_credentials),
      nick_(config_.nick, config_.alternates),
      channels_(config_.channels) {}

Actions Session::on_connected(Moment now) {
    last_received_ = now.mono;
    phase_deadline_ = now.mono + config_.registration_timeout;
    Actions out;
    send(out, caps_.start(), Lane::urgent);
    if (!config_.password.empty()) send(out, build_line("PASS", {config_.password.reveal()}), Lane::urgent);
    send(out, build_line("NICK", {nick_.current()}), Lane::urgent);
    send(out, build_line("USER", {config_.username, "0", "*", config_.realname}), Lane::urgent);
    return out;
}

Actions Session::on_line(std::string_view bytes, Moment now) {
    Actions out;
    if (phase_ == Phase::closed) return out;
    last_received_ = now.mono;
    ping_sent_ = false;
    if (line_.parse(bytes)) dispatch(line_, now, out);
    return out;
}

void Session::dispatch(const Line& line, Moment now, Actions& out) {
    if (line.is("PING")) return send(out, build_line("PONG", line.params()), Lane::urgent);
    if (line.is("ERROR")) {
        const std::string text = readable(line.last());
        return close(classify_error(text), "the server closed the connection: " + text, "", out);
    }
    if (on_event_line(line, now, out)) return;
    if (on_registration_line(line, now, out)) return;
    if (line.numeric() != 0) on_numeric(line, now, out);
}

bool Session::on_registration_line(const Line& line, Moment now, Actions& out) {
    if (line.is("CAP")) {
        send(out, caps_.on_cap(line), Lane::urgent);
        advance_registration(now, out);
        return true;
    }
    if (line.is("AUTHENTICATE") || (line.numeric() >= 902 && line.numeric() <= 908)) {
        send(out, sasl_.on_line(line), Lane::urgent);
        advance_registration(now, out);
        return true;
    }
    return false;
}

void Session::on_numeric(const Line& line, Moment now, Actions& out) {
    switch (line.numeric()) {
        case 1:
            return on_welcome(line, out);
        case 5:
            return isupport_.apply(line);
        case 376:  // RPL_ENDOFMOTD
        case 422:
            return become_ready(now, out);  // ERR_NOMOTD
        case 421:                           // ERR_UNKNOWNCOMMAND
            if (line.param(1) != "CAP") return;
            [[fallthrough]];
        case 451:  // ERR_NOTREGISTERED: how old servers refuse CAP
            if (phase_ != Phase::registering) return;
            cap_known_ = false;
            caps_.give_up();
            return advance_registration(now, out);
        case 432:  // ERR_ERRONEUSNICKNAME
        case 433:  // ERR_NICKNAMEINUSE
        case 436:
            return on_nick_refused(line, out);  // ERR_NICKCOLLISION
        case 437:                               // ERR_UNAVAILRESOURCE: a nick or a channel
            if (!isupport_.is_channel(line.param(1))) return on_nick_refused(line, out);
            return on_join_refused(line, now, out);
        case 464:  // ERR_PASSWDMISMATCH
            if (phase_ != Phase::registering) return;
            return close(EndingKind::rejected, "the server refused the password: " + readable(line.last()),
                         "correct `password`", out);
        case 465:  // ERR_YOUREBANNEDCREEP
            return close(EndingKind::banned, "banned from the server: " + readable(line.last()),
                         "ask the network's staff", out);
        case 303:  // RPL_ISON
        case 731:
            return send(out, nick_.on_line(line, isupport_), Lane::normal);  // RPL_MONOFFLINE
        case 396:
            return on_own_host(line.param(1));  // RPL_VISIBLEHOST
        case 900:
            return send(out, channels_.on_logged_in(), Lane::normal);  // RPL_LOGGEDIN
        case 403:
        case 405:
        case 470:
        case 471:
        case 473:
        case 474:
        case 475:
        case 476:
        case 477:
        case 479:
        case 480:
        case 485:
        case 489:
        case 520:
            return on_join_refused(line, now, out);
        default:
            return;
    }
}

void Session::advance_registration(Moment now, Actions& out) {
    if (phase_ == Phase::closed || !caps_.settled()) return;
    if (!sasl_is_settled(now, out) || phase_ == Phase::closed) return;
    if (cap_known_ && phase_ == Phase::registering && !std::exchange(cap_ended_, true))
        send(out, "CAP END", Lane::urgent);
}

bool Session::sasl_is_settled(Moment now, Actions& out) {
    if (!sasl_.wanted()) return true;
    const auto give_up = [&](EndingKind kind, const char* what, const char* cure) {
        sasl_deadline_ = TimePoint::max();
        if (phase_ != Phase::registering || cap_ended_) return;
        if (config_.sasl_required)
            close(kind, what, cure, out);
        else
            out.push_back(
                Report{LogLevel::warn, "continuing without login", {{"cause", what}, {"cure", cure}}});
    };
    switch (sasl_.state()) {
        case SaslState::running:
            return false;
        case SaslState::succeeded:
            sasl_deadline_ = TimePoint::max();
            break;
        case SaslState::rejected:
            give_up(EndingKind::rejected, "SASL login was refused",
                    "correct `sasl_user` and `sasl_password`");
            break;
        case SaslState::failed:
            give_up(EndingKind::lost, "SASL login got no answer", "the network's services may be down");
            break;
        case SaslState::idle:
            if (caps_.has("sasl")) {
                sasl_deadline_ = now.mono + config_.sasl_timeout;
                send(out, sasl_.start(), Lane::urgent);
                return false;
            }
            give_up(EndingKind::lost, "the server offers no SASL PLAIN",
                    "remove `sasl_user`, set `sasl_required: false`, or wait for the network's services");
    }
    return true;
}

void Session::on_nick_refused(const Line& line, Actions& out) {
    if (phase_ != Phase::registering) return;  // a failed attempt to regain; there will be another
    const std::string refused = nick_.current();
    const std::optional<std::string> next = nick_.next_alternate(isupport_.nick_length());
    if (!next)
        return close(EndingKind::lost, "every nick was refused: " + readable(line.last()),
                     "set another `nick` or `alternates`", out);
    out.push_back(Report{LogLevel::warn,
                         "nick refused",
                         {{"nick", refused}, {"cause", readable(line.last())}, {"trying", *next}}});
    send(out, build_line("NICK", {*next}), Lane::urgent);
}

void Session::on_welcome(const Line& line, Actions& out) {
    if (phase_ != Phase::registering) return;
    nick_.set_current(line.param(0));
    caps_.give_up();
    if (sasl_.wanted() && config_.sasl_required && sasl_.state() != SaslState::succeeded)
        return close(EndingKind::lost, "the server registered us without SASL login",
                     "set `sasl_required: false`", out);
    phase_ = Phase::welcomed;
    phase_deadline_ = last_received_ + kMotdTimeout;
    server_start_ = parse_server_time(line.tag("time").value_or(std::string()));
    const std::string_view text = line.last();
    const Source self = Source::parse(text.substr(text.rfind(' ') + 1));
    if (is_self(self.nick) && !self.host.empty()) {
        own_user_ = self.user;
        own_host_ = self.host;
    }
}

void Session::become_ready(Moment now, Actions& out) {
    if (phase_ != Phase::welcomed) return;
    phase_ = Phase::ready;
    phase_deadline_ = TimePoint::max();
    if (!isupport_.bot_mode().empty())
        send(out, build_line("MODE", {nick_.current(), "+" + isupport_.bot_mode()}), Lane::normal);
    if (!nick_.is_wanted(isupport_)) send(out, nick_.watch(isupport_, now.mono), Lane::normal);
    send(out, channels_.join_all(isupport_.body_length()), Lane::normal);
    ConnectionChanged ready;
    ready.account = config_.account;
    ready.state = ConnectionState::ready;
    ready.reason = "registered as " + readable(nick_.current());
    out.push_back(Deliver{std::move(ready)});
}

Actions Session::on_timeout(Moment now) {
    Actions out;
    if (phase_ == Phase::closed || last_received_ == TimePoint::max()) return out;
    if (now.mono >= last_received_ + config_.dead_after)
        close(EndingKind::lost, "no sign of life from the server", "", out);
    else if (now.mono >= phase_deadline_ && phase_ == Phase::registering)
        close(EndingKind::lost, "no answer to the registration",
              "check that `server`, `port` and `tls` name an IRC server", out);
    if (phase_ == Phase::closed) return out;

    if (now.mono >= phase_deadline_) become_ready(now, out);
    if (now.mono >= sasl_deadline_) {
        send(out, sasl_.give_up(), Lane::urgent);
        advance_registration(now, out);
    }
    if (!ping_sent_ && phase_ != Phase::registering && now.mono >= last_received_ + config_.ping_after) {
        ping_sent_ = true;
        send(out, "PING confab", Lane::urgent);
    }
    if (phase_ == Phase::ready) {
        send(out, nick_.on_timeout(now.mono), Lane::normal);
        send(out, channels_.on_timeout(now.mono), Lane::normal);
    }
    return out;
}

TimePoint Session::next_timeout() const {
    if (phase_ == Phase::closed || last_received_ == TimePoint::max()) return TimePoint::max();
    TimePoint next = std::min({last_received_ + config_.dead_after, phase_deadline_, sasl_deadline_});
    if (!ping_sent_ && phase_ != Phase::registering)
        next = std::min(next, last_received_ + config_.ping_after);
    if (phase_ == Phase::ready) next = std::min({next, nick_.next_timeout(), channels_.next_timeout()});
    return next;
}

std::string Session::quit(std::string_view reason) {
    leaving_ = true;
    return build_line("QUIT", {reason});
}

std::size_t Session::prefix_length() const {
    // Unknown: as long as servers commonly allow, a user of 20 and a host of 63 bytes.
    const std::size_t user = own_host_.empty() ? 20 : own_user_.size();
    const std::size_t host = own_host_.empty() ? 63 : own_host_.size();
    return std::max(nick_.current().size(), nick_.wanted().size()) + user + host +
           std::string_view(":!@ ").size();
}

void Session::close(EndingKind kind, std::string reason, std::string cure, Actions& out) {
    phase_ = Phase::closed;
    out.push_back(Close{Ending(leaving_ ? EndingKind::quit : kind, std::move(reason), std::move(cure))});
}

}  // namespace confab::irc
