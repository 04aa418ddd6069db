#include "people.hpp"

#include <algorithm>

#include "introduction.hpp"

namespace confab::people {
namespace {

Identity self_of(const Invocation& call) {
    return Identity(call.channel().ref.account, call.user().id);
}

bool is_private(const Invocation& call) {
    return call.channel().kind == ChannelKind::direct;
}

bool is_vouched_for(const Invocation& call) {
    return call.user().assurance >= Assurance::account;
}

constexpr const char* kNotVouchedFor =
    "The network does not vouch for you. Log in there (on IRC to services) and try again.";

}  // namespace

Task<void> LinkingPeople::start(Context& ctx) {
    people_ = &ctx.require<People>();
    permissions_ = &ctx.require<Permissions>();
    ctx.command(CommandSpec("link [code...]", "Makes you one person on several networks (in private)")
                    .describe("code", "The code that I gave you on the other network"),
                [this](Invocation& call) { return link(call); });
    ctx.command(CommandSpec("unlink [identity...]", "Makes you here a person of your own again")
                    .describe("identity", "Another one of yours, as account/user"),
                [this](Invocation& call) { return unlink(call); });
    ctx.command("whoami", "Tells how the bot sees you", [this](Invocation& call) { return whoami(call); });
    co_return;
}

Task<Reply> LinkingPeople::link(Invocation& call) {
    const std::string code = call.has("code") ? call.text("code") : std::string();
    if (!is_private(call)) {
        if (code.empty()) co_return Reply("Write me `link` in private.");
        people_->revoke_code(code);
        co_return Reply("Others saw this code: it is worthless now. Get a new one and write me in private.");
    }
    if (!code.empty()) co_return co_await finish(call, code);
    const Result<std::string> given = people_->begin_link(call.channel().ref.account, call.user());
    if (!given) co_return Reply(given.error().context());
    co_return Reply(
        "Your code is " + *given + ", good once and for ten minutes. Write me `link " + *given +
        "` in private on the other network. Give it to nobody: who shows it may do all that you may.");
}

Task<Reply> LinkingPeople::finish(Invocation& call, std::string code) {
    // Who was talked into showing somebody else's code would give away what they may do.
    Message question(
        "Did I give this code to you, on another network? Then you there and you here become one person, and "
        "each may do what the other may. If somebody else gave it to you, say no.");
    const Result<bool> sure = co_await call.confirm(std::move(question));
    if (!sure || !*sure) {
        people_->revoke_code(code);
        co_return Reply("Nothing was changed; the code is worthless now.");
    }
    const Identity self = self_of(call);
    User user = call.user();
    const Result<PersonId> person =
        co_await people_->finish_link(self.account, std::move(user), std::move(code));
    if (!person) co_return Reply(person.error().context());
    std::string others;
    for (const Identity& who : people_->identities_of(*person))
        if (who != self) others += (others.empty() ? "" : ", ") + show(who);
    co_return Reply("Done. You are also " + others + ". `unlink` undoes it.");
}

Task<Reply> LinkingPeople::unlink(Invocation& call) {
    if (!is_vouched_for(call)) co_return Reply(kNotVouchedFor);
    const Identity self = self_of(call);
    const std::vector<Identity> mine = people_->identities_of(people_->person_of(self));
    if (mine.size() < 2) co_return Reply("You are not linked.");
    const std::string wanted = call.has("identity") ? call.text("identity") : show(self);
    const auto found =
        std::find_if(mine.begin(), mine.end(), [&](const Identity& who) { return show(who) == wanted; });
    if (found == mine.end()) co_return Reply("That is not you. `whoami` in private lists who is.");
    Identity who = *found;
    const Result<void> done = co_await people_->unlink(std::move(who));
    if (!done) co_return Reply(done.error().context());
    co_return Reply("Done: " + wanted + " is a person of its own.");
}

std::string LinkingPeople::whoami(const Invocation& call) const {
    const Identity self = self_of(call);
    std::vector<Identity> linked;
    // Neither a channel, nor who merely took the name, need know where else somebody is.
    if (is_private(call) && is_vouched_for(call)) linked = people_->identities_of(people_->person_of(self));
    std::erase(linked, self);
    return introduce(self, call.user().assurance, permissions_->roles_of(self.account, call.user()), linked);
}

}  // namespace confab::people
