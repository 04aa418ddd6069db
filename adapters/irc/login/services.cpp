#include "login/services.hpp"

#include <algorithm>
#include <array>

namespace confab::irc {
namespace {

constexpr Duration kLoginTimeout{10'000};
/// A password is told so often on one connection, whoever asks for it.
constexpr unsigned kMaxIdentifications = 3;

/// Ways to get the nick, one after the other until it is ours; what a network does not know does no harm.
constexpr std::array kWays{"REGAIN", "RECOVER", "GHOST"};
constexpr unsigned kSteps = kWays.size() + 1;  // the last is a plain NICK, after GHOST
constexpr unsigned kRounds = 3;                // after a netsplit services may need a minute
constexpr Duration kFirstRegain{1'000};
constexpr Duration kNextWay{4'000};
constexpr Duration kNextRound{60'000};

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

template <std::size_t N>
bool contains_any(const std::string& text, const std::array<const char*, N>& words) {
    return std::any_of(words.begin(), words.end(),
                       [&](const char* word) { return text.find(word) != text.npos; });
}

constexpr std::array kRefusals{"incorrect", "invalid password", "not registered", "isn't registered",
                               "is not a registered"};
constexpr std::array kSuccesses{"now identified",         "now logged in",     "password accepted",
                                "you are now recognized", "already logged in", "already identified"};
constexpr std::array kDemands{"please identify", "choose a different nick", "is registered and protected"};

}  // namespace

void NickServ::tell(std::string_view text, Step& step) {
    step.send(build_line("PRIVMSG", {step.facts.config.nickserv_name, text}), Lane::urgent);
}

void NickServ::identify(Step& step) {
    if (identifications_ >= kMaxIdentifications) return;
    ++identifications_;
    const Facts& facts = step.facts;
    const SessionConfig& config = facts.config;
    std::string command = "IDENTIFY ";
    // Old services know the password alone; with another nick than ours it would be the wrong account's.
    if (!config.nickserv_account.empty())
        command += config.nickserv_account + " ";
    else if (!facts.nick.is_wanted(facts.isupport))
        command += facts.nick.wanted() + " ";
    tell(command + config.nickserv_password.reveal(), step);
    login_deadline_ = step.now.mono + kLoginTimeout;
}

void NickServ::on_welcome(bool logged_in, Step& step) {
    logged_in_ = logged_in_ || logged_in;
    if (!logged_in_ && !step.facts.config.nickserv_password.empty()) identify(step);
}

void NickServ::observe(const Line& line, Step& step) {
    const Facts& facts = step.facts;
    if (line.numeric() == 900) {  // RPL_LOGGEDIN
        logged_in_ = true;
    } else if (line.numeric() == 901) {  // RPL_LOGGEDOUT
        logged_in_ = false;
    } else if (line.command() == Command::account && facts.is_self(line.source().nick)) {
        logged_in_ = line.param(0) != "*";
    } else if (line.command() == Command::mode && facts.is_self(line.param(0))) {
        const std::string_view modes = line.param(1);
        const std::size_t at = modes.find('r');  // the nick is registered, and ours
        const std::size_t sign = modes.substr(0, at).find_last_of("+-");
        if (at != modes.npos && sign != modes.npos && modes[sign] == '+') logged_in_ = true;
    } else if (line.numeric() == 401 && is_awaited()) {  // ERR_NOSUCHNICK
        const std::string_view name = facts.config.nickserv_name;
        if (!facts.isupport.same(line.param(1), name.substr(0, name.find('@')))) return;
        login_deadline_ = TimePoint::max();
        step.report(LogLevel::warn, "continuing without login",
                    {{"cause", "there is no NickServ"}, {"cure", "check `nickserv_name`"}});
    } else if (line.command() == Command::notice && facts.phase != Phase::registering) {
        const std::string_view name = facts.config.nickserv_name;
        if (facts.is_self(line.param(0)) &&
            facts.isupport.same(line.source().nick, name.substr(0, name.find('@'))))
            on_notice(line.last(), step);
        return;
    }
    if (logged_in_) login_deadline_ = TimePoint::max();
}

void NickServ::on_notice(std::string_view text, Step& step) {
    if (step.facts.config.nickserv_password.empty()) return;
    const std::string folded = lower(text);
    if (is_awaited() && contains_any(folded, kSuccesses)) {
        logged_in_ = true;
        login_deadline_ = TimePoint::max();
    } else if (is_awaited() && contains_any(folded, kRefusals)) {
        login_deadline_ = TimePoint::max();
        identifications_ = kMaxIdentifications;
        step.report(LogLevel::warn, "continuing without login",
                    {{"cause", "NickServ: " + readable(text)},
                     {"cure", "correct `nickserv_account` and `nickserv_password`"}});
    } else if (!is_awaited() && !logged_in_ && contains_any(folded, kDemands)) {
        identify(step);
    }
}

void NickServ::on_ready(Step& step) {
    const Facts& facts = step.facts;
    if (facts.config.nickserv_password.empty() || facts.nick.is_wanted(facts.isupport)) return;
    if (regains_ < kRounds * kSteps && next_regain_ == TimePoint::max())
        next_regain_ = step.now.mono + kFirstRegain;
}

void NickServ::regain(Step& step) {
    const Facts& facts = step.facts;
    next_regain_ = TimePoint::max();
    if (facts.nick.is_wanted(facts.isupport)) return;
    const unsigned way = regains_++ % kSteps;
    if (way < kWays.size())
        tell(std::string(kWays[way]) + " " + facts.nick.wanted() + " " +
                 facts.config.nickserv_password.reveal(),
             step);
    else
        step.send(build_line("NICK", {facts.nick.wanted()}), Lane::urgent);
    if (regains_ >= kRounds * kSteps) return;
    next_regain_ = step.now.mono + (way < kWays.size() ? kNextWay : kNextRound);
}

void NickServ::on_timeout(Step& step) {
    if (step.now.mono >= login_deadline_) {
        login_deadline_ = TimePoint::max();
        step.report(LogLevel::warn, "continuing without login",
                    {{"cause", "NickServ does not answer"},
                     {"cure", "check `nickserv_name`; the network's services may be down"}});
    }
    if (step.now.mono >= next_regain_) regain(step);
}

}  // namespace confab::irc
