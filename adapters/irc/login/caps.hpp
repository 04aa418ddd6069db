#pragma once
/// IRCv3 capability negotiation, version 302. Pure: lines in, lines out.
/// https://ircv3.net/specs/extensions/capability-negotiation

#include <deque>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wire/line.hpp"

namespace confab::irc {

class Caps {
public:
    /// What we ask for where a server lists it; `sasl` only with mechanisms to use.
    static std::span<const char* const> wanted();

    /// `mechanisms`: those of SASL that we could use, in upper case. `disabled`: names never to ask for.
    explicit Caps(std::vector<std::string> mechanisms = {}, const std::vector<std::string>& disabled = {});

    /// The opening line.
    std::string start() const { return "CAP LS 302"; }
    /// A CAP line from the server. Returns what to send. Never asks for what is not in our list: servers
    /// punish clients that ask for everything.
    std::vector<std::string> on_cap(const Line& line);
    /// The server does not know CAP (410, 421, 451), or has registered us without it.
    void give_up();

    /// Nothing is asked for or awaited any more: CAP END may be sent.
    bool settled() const { return settled_ && requests_.empty(); }
    bool has(std::string_view name) const { return enabled_.find(name) != enabled_.end(); }
    /// What the server listed behind the name ("PLAIN,EXTERNAL"); empty without a value, or when not listed.
    /// Known for what we want and for `sts`.
    std::string_view value(std::string_view name) const;
    /// Whether sasl was announced, for the first time or again, since the last call.
    bool take_sasl_news() { return std::exchange(sasl_news_, false); }

private:
    using Names = std::vector<std::string>;

    void on_listed(std::string_view item);
    void on_deleted(std::string_view name);
    std::vector<std::string> request();
    std::vector<std::string> ask(std::vector<Names> groups);
    std::vector<std::string> on_refused();
    bool can_use_sasl(std::string_view offered) const;
    void apply(std::string_view list);

    Names mechanisms_;
    std::set<std::string, std::less<>> wanted_;
    std::map<std::string, std::string, std::less<>> listed_;  // with values; only what is wanted, and sts
    std::set<std::string, std::less<>> enabled_;
    std::set<std::string, std::less<>> refused_;  // by themselves
    std::deque<Names> requests_;                  // not answered yet; servers answer in order
    bool settled_ = false;                        // the list was seen, or will never come
    bool sasl_news_ = false;
};

/// Calls `use` with each item of a list, without the empty ones.
template <class F>
void each_item(std::string_view list, char separator, F use) {
    while (!list.empty()) {
        const std::size_t end = list.find(separator);
        if (end != 0) use(list.substr(0, end));
        if (end == std::string_view::npos) return;
        list.remove_prefix(end + 1);
    }
}

}  // namespace confab::irc
