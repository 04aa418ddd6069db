#pragma once
/// IRCv3 capability negotiation, version 302. Pure: lines in, lines out.
/// https://ircv3.net/specs/extensions/capability-negotiation

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "wire/line.hpp"

namespace confab::irc {

class Caps {
public:
    explicit Caps(bool want_sasl);

    /// The opening line.
    std::string start() const { return "CAP LS 302"; }
    /// A CAP line from the server. Returns what to send. Never asks for what is not in our list: servers
    /// punish clients that ask for everything.
    std::vector<std::string> on_cap(const Line& line);
    /// The server does not know CAP (421, 451), or has registered us without it.
    void give_up() { settled_ = true; }

    /// Nothing is asked for or awaited any more: CAP END may be sent.
    bool settled() const { return settled_ && pending_ == 0; }
    bool has(std::string_view name) const { return enabled_.find(name) != enabled_.end(); }
    /// What the server listed behind "name=", or empty.
    std::string_view value(std::string_view name) const;
    /// The server lists sasl, with a value that names PLAIN or with none.
    bool offers_sasl_plain() const { return offers_sasl_plain_; }

private:
    void on_listed(std::string_view item);
    std::vector<std::string> request();
    void apply(std::string_view list);
    std::vector<std::string> ask_one_by_one(std::string_view refused);

    std::set<std::string, std::less<>> wanted_;
    std::set<std::string, std::less<>> listed_;
    std::set<std::string, std::less<>> enabled_;
    std::map<std::string, std::string, std::less<>> values_;
    unsigned pending_ = 0;  // requests not answered yet
    bool settled_ = false;  // the list was seen, or will never come
    bool offers_sasl_plain_ = false;
};

}  // namespace confab::irc
