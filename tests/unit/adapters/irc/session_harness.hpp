#pragma once
/// Drives a session with lines and time, and prints its actions so that they can be compared.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "adapters/irc/session.hpp"

namespace confab::irc::test {

using Lines = std::vector<std::string>;

struct Show {
    std::string operator()(const Send& send) const {
        return (send.lane == Lane::urgent ? "urgent " : "send ") + send.line;
    }
    std::string operator()(const Close& close) const {
        return std::string("close ") + to_string(close.ending.kind) + ": " + close.ending.reason;
    }
    std::string operator()(const StsSeen& seen) const {
        return "sts port " + std::to_string(seen.offer.port.value_or(0)) + " duration " +
               (seen.offer.duration ? std::to_string(seen.offer.duration->count()) : "none");
    }
    std::string operator()(const Lag& lag) const { return "lag " + std::to_string(lag.round_trip.count()); }
    std::string operator()(const Report& report) const { return "report " + report.event; }
    std::string operator()(const Deliver& deliver) const { return std::visit(*this, deliver.event); }
    std::string operator()(const MessageReceived& event) const {
        static constexpr const char* kOrigins[] = {"live", "history", "echo"};
        return std::string(kOrigins[static_cast<int>(event.origin)]) + " " + event.channel.ref.channel.str() +
               " <" + event.sender.id.str() + "> " + event.message.plain_text();
    }
    std::string operator()(const MembersChanged& event) const {
        std::string out = "MANY " + event.where.channel.str();
        for (const User& user : event.users) out += " " + user.name;
        static constexpr const char* kNames[] = {" joined", " left", " kicked", " banned", " renamed"};
        return out + kNames[static_cast<int>(event.change)] + " (" + event.detail + ")";
    }
    std::string operator()(const MemberChanged& event) const {
        static constexpr const char* kChanges[] = {"joined", "left", "kicked", "banned", "renamed"};
        return std::string(kChanges[static_cast<int>(event.change)]) + " " + event.where.channel.str() +
               " <" + event.user.id.str() + "> " + event.detail;
    }
    std::string operator()(const ReactionChanged& event) const {
        return std::string(event.added ? "reacted " : "unreacted ") + event.ref.where.channel.str() + " " +
               event.ref.id.str() + " <" + event.user.id.str() + "> " + event.emoji.name;
    }
    std::string operator()(const MessageDeleted& event) const {
        return "deleted " + event.ref.where.channel.str() + " " + event.ref.id.str();
    }
    std::string operator()(const ConnectionChanged& event) const {
        return "state " + std::string(to_string(event.state));
    }
    template <class Other>
    std::string operator()(const Other&) const {
        return "other event";
    }
};

inline std::string shown(const Action& action) {
    return std::visit(Show(), action);
}

class Driver {
public:
    explicit Driver(SessionConfig config) : session_(std::move(config)) {
        at_.wall = WallTime(std::chrono::hours(480'000));
    }

    Lines connect() {
        Actions out;
        session_.on_connected(at_, out);
        return show(out);
    }
    Lines line(std::string_view text) { return show(actions(text)); }
    /// Feeds lines, drops the actions.
    Driver& after(std::initializer_list<std::string_view> lines) {
        for (const std::string_view text : lines) line(text);
        return *this;
    }
    /// Lets time pass, then gives the session its timeout.
    Lines pass(Duration time) {
        at_.mono += time;
        Actions out;
        session_.on_timeout(at_, out);
        return show(out);
    }
    /// Time until the session wants to be woken.
    Duration due() const { return std::chrono::duration_cast<Duration>(session_.next_timeout() - at_.mono); }
    Session& session() { return session_; }
    const Moment& now() const { return at_; }
    Actions actions(std::string_view text) {
        Actions out;
        session_.on_line(text, at_, out);
        return out;
    }

private:
    static Lines show(const Actions& actions) {
        Lines lines;
        for (const Action& action : actions) lines.push_back(shown(action));
        return lines;
    }
    Session session_;
    Moment at_;
};

inline SessionConfig config() {
    SessionConfig config;
    config.account = AccountId("net");
    config.nick = "confab";
    config.username = "confab";
    config.realname = "Confab bot";
    config.channels = {"#c"};
    return config;
}

/// A session that is registered, with the capabilities and 005 tokens given.
inline Driver ready(SessionConfig with, std::string_view caps = "", std::string_view tokens = "CHANTYPES=#") {
    Driver driver(std::move(with));
    driver.connect();
    driver.line(":s CAP * LS :" + std::string(caps));
    if (!caps.empty()) driver.line(":s CAP * ACK :" + std::string(caps));
    driver.after({":s 001 confab :Welcome confab!~confab@host.example"});
    driver.line(":s 005 confab " + std::string(tokens) + " :are supported");
    driver.after({":s 376 confab :End of MOTD", ":confab!~confab@host.example JOIN #c"});
    EXPECT_TRUE(driver.session().is_ready());
    return driver;
}

/// What was written for something that was sent, and what becomes of it.
class Said {
public:
    std::string bytes;
    bool waits = false;
    TicketPtr ticket = std::make_shared<Ticket>();

    /// "waiting", "sent ID", or the error and whether it arrived.
    std::string state() const {
        if (!ticket->result()) return "waiting";
        const Result<MessageId>& result = *ticket->result();
        if (result) return "sent " + result->str();
        return std::string(to_string(result.error().code())) + " " +
               std::string(to_string(result.error().delivery()));
    }
};

inline Said say(Driver& driver, std::string line, std::string tags = {}, std::vector<std::string> more = {}) {
    Said said;
    const Outgoing outgoing{std::move(line), std::move(more), std::move(tags), said.ticket};
    said.waits = driver.session().compose(outgoing, driver.now(), said.bytes);
    return said;
}

}  // namespace confab::irc::test
