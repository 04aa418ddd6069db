#pragma once
/// The accounts of services: passwords, and the nicks that belong to each.

#include <map>
#include <string>
#include <string_view>

namespace confab::irc_sandbox {

class Accounts {
public:
    Accounts() { add("confab", "sandbox"); }

    /// Adds or changes an account; the nick of its name belongs to it.
    void add(const std::string& name, const std::string& password);
    void own(const std::string& nick, const std::string& account);
    /// The account as it was added; empty: there is none.
    std::string find(std::string_view name) const;
    bool is_right(std::string_view name, std::string_view password) const;
    const std::string& password(std::string_view name) const;
    /// Whose nick it is; empty: nobody's.
    std::string owner(std::string_view nick) const;
    /// A certificate, by its SHA-256 in lower-case hex, logs in to the account (EXTERNAL).
    void trust(const std::string& fingerprint, const std::string& account);
    std::string certified(std::string_view fingerprint) const;

private:
    class Account {
    public:
        std::string name;
        std::string password;
    };

    std::map<std::string, Account> accounts_;          // by lower-case name
    std::map<std::string, std::string> owners_;        // account by lower-case nick
    std::map<std::string, std::string> certificates_;  // account by fingerprint
};

}  // namespace confab::irc_sandbox
