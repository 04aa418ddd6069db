#include "introduction.hpp"

namespace confab::people {
namespace {

const char* describe(Assurance assurance) {
    switch (assurance) {
        case Assurance::none:
            return "The network does not vouch for you: anybody could have this name.";
        case Assurance::host:
            return "The network vouches for your host only.";
        case Assurance::account:
            return "The network vouches for your account.";
        case Assurance::strong:
            return "The network vouches for you.";
    }
    return "";
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

}  // namespace

std::string show(const Identity& who) {
    return who.account.str() + "/" + who.user.str();
}

std::string introduce(const Identity& who, Assurance assurance, const std::vector<std::string>& roles,
                      const std::vector<Identity>& linked) {
    std::string text = "You are " + show(who) + ". " + describe(assurance);
    text += roles.empty() ? "\nRoles: none" : "\nRoles: " + joined(roles);
    std::vector<std::string> others;
    for (const Identity& other : linked) others.push_back(show(other));
    if (!others.empty()) text += "\nAlso you: " + joined(others);
    return text;
}

}  // namespace confab::people
