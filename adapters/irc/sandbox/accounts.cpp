#include "accounts.hpp"

#include "text.hpp"

namespace confab::irc_sandbox {

void Accounts::add(const std::string& name, const std::string& password) {
    Account& account = accounts_[lower(name)];
    account.name = name;
    account.password = password;
    own(name, name);
}

void Accounts::own(const std::string& nick, const std::string& account) {
    owners_[lower(nick)] = account;
}

std::string Accounts::find(std::string_view name) const {
    const auto it = accounts_.find(lower(name));
    return it == accounts_.end() ? "" : it->second.name;
}

bool Accounts::is_right(std::string_view name, std::string_view password) const {
    const auto it = accounts_.find(lower(name));
    return it != accounts_.end() && it->second.password == password;
}

const std::string& Accounts::password(std::string_view name) const {
    static const std::string kNone;
    const auto it = accounts_.find(lower(name));
    return it == accounts_.end() ? kNone : it->second.password;
}

void Accounts::trust(const std::string& fingerprint, const std::string& account) {
    if (certificates_.size() < 100) certificates_[lower(fingerprint)] = account;
}

std::string Accounts::certified(std::string_view fingerprint) const {
    const auto it = certificates_.find(lower(fingerprint));
    return it == certificates_.end() ? "" : it->second;
}

std::string Accounts::owner(std::string_view nick) const {
    const auto it = owners_.find(lower(nick));
    return it == owners_.end() ? "" : it->second;
}

}  // namespace confab::irc_sandbox
