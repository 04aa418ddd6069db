#include "facts.hpp"

#include <algorithm>

#include "decode.hpp"
#include "text.hpp"

namespace confab::irc {

std::size_t Facts::prefix_length() const {
    // Unknown: as long as servers commonly allow, a user of 20 and a host of 63 bytes.
    const std::size_t user = own_host.empty() ? 20 : own_user.size();
    const std::size_t host = own_host.empty() ? 63 : own_host.size();
    return std::max(nick.current().size(), nick.wanted().size()) + user + host +
           std::string_view(":!@ ").size();
}

void Facts::learn_own_host(std::string_view user_and_host) {
    const std::size_t at = user_and_host.find('@');
    if (at != std::string_view::npos) own_user = user_and_host.substr(0, at);
    own_host = at == std::string_view::npos ? user_and_host : user_and_host.substr(at + 1);
}

User Facts::user(std::string_view who) const {
    const Person* known = directory.person(who, isupport);
    User user = make_user(who, known ? known->account() : std::string_view(), isupport);
    user.is_bot = known && known->is_bot;
    user.is_self = is_self(who);
    return user;
}

void Step::close(EndingKind kind, std::string reason, std::string cure) {
    facts.phase = Phase::closed;
    out.push_back(Close{Ending(facts.leaving ? EndingKind::quit : kind, std::move(reason), std::move(cure))});
}

std::string readable(std::string_view bytes) {
    return clean_text(decode_bytes(bytes));
}

}  // namespace confab::irc
