// NickServ: a person on another server who knows accounts (as Atheme and Anope word it).
#include "commands.hpp"

namespace confab::irc_sandbox {
namespace {

constexpr const char* kMask = "NickServ!services@services.sandbox.local";

void tell(Network& network, Client& to, const std::string& text) {
    std::string tags;
    if (to.has("server-time")) tags = "time=" + network.time_text();
    // Services answer on their own: never as the labelled answer to the request.
    to.send_aside(OutLine(tags, std::string(":") + kMask + " NOTICE " + to.nick + " :" + text));
}

void identify(Network& network, const ClientPtr& from, const std::vector<std::string>& words) {
    if (words.size() < 2) return tell(network, *from, "Syntax: IDENTIFY [account] <password>");
    const bool named = words.size() > 2;
    const std::string name = named ? words[1] : network.accounts.owner(from->nick);
    if (network.accounts.find(name).empty())
        return tell(network, *from, (named ? name : from->nick) + " is not a registered nickname.");
    if (!network.accounts.is_right(name, words[named ? 2 : 1]))
        return tell(network, *from, "Invalid password for " + name + ".");
    const std::string account = network.accounts.find(name);
    log_in(network, from, account);
    tell(network, *from, "You are now identified for " + account + ".");
}

void add_certificate(Network& network, const ClientPtr& from, const std::vector<std::string>& words) {
    if (words.size() < 2 || upper(words[1]) != "ADD")
        return tell(network, *from, "Syntax: CERT ADD [fingerprint]");
    if (from->account.empty()) return tell(network, *from, "You are not logged in.");
    const std::string fingerprint = words.size() > 2 ? words[2] : from->fingerprint();
    if (fingerprint.empty()) return tell(network, *from, "You are not using a client certificate.");
    network.accounts.trust(fingerprint, from->account);
    tell(network, *from, "Added fingerprint " + fingerprint + " to your fingerprint list.");
}

// REGAIN, RECOVER and GHOST: rid of who holds the nick; REGAIN and RECOVER take it as well.
void take_nick(Network& network, const ClientPtr& from, const std::vector<std::string>& words) {
    if (words.size() < 2) return tell(network, *from, "Syntax: " + words[0] + " <nick> [password]");
    const std::string& nick = words[1];
    const std::string owner = network.accounts.owner(nick);
    if (owner.empty()) return tell(network, *from, nick + " is not a registered nickname.");
    const bool logged_in = lower(from->account) == lower(owner);
    if (!logged_in && !(words.size() > 2 && network.accounts.is_right(owner, words[2])))
        return tell(network, *from,
                    words.size() > 2 ? "Invalid password for " + nick + "." : "You are not logged in.");
    const ClientPtr holder = network.find(nick);
    const bool ghosts = words[0] == "GHOST";
    if (holder == from) return tell(network, *from, "You may not " + lower(words[0]) + " yourself.");
    if (!holder && ghosts) return tell(network, *from, nick + " is not online.");
    if (holder && holder->registered) {
        const std::string reason = "Killed (services (" + words[0] + " command used by " + from->nick + "))";
        quit(network, holder, reason);
        if (holder->is_real()) close_link(network, holder, reason);
    }
    if (ghosts) return tell(network, *from, nick + " has been ghosted.");
    change_nick(network, from, nick);
    tell(network, *from, nick + " has been regained.");
}

}  // namespace

bool is_service(std::string_view nick) {
    const std::string folded = lower(nick);
    return folded == "nickserv" || folded.starts_with("nickserv@");
}

void ask_service(Network& network, const ClientPtr& from, const std::string& text) {
    if (network.faults.services_down) return;
    std::vector<std::string> words = split(text, ' ');
    if (words.empty()) return;
    words[0] = upper(words[0]);
    if (words[0] == "IDENTIFY") return identify(network, from, words);
    if (words[0] == "REGAIN" || words[0] == "RECOVER" || words[0] == "GHOST")
        return take_nick(network, from, words);
    if (words[0] == "LOGOUT") {
        if (!from->account.empty()) log_in(network, from, {});
        return tell(network, *from, "You have been logged out.");
    }
    if (words[0] == "CERT") return add_certificate(network, from, words);
    if (words[0] == "HELP")
        return tell(network, *from, "Commands: IDENTIFY, LOGOUT, REGAIN, RECOVER, GHOST, CERT ADD.");
    tell(network, *from, "Unknown command " + words[0] + ". \"/msg NickServ HELP\" for help.");
}

}  // namespace confab::irc_sandbox
