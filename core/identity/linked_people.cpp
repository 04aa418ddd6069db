#include "core/identity/linked_people.hpp"

#include <algorithm>

namespace confab::core {
namespace {

const std::string kSpace = "core/people";  // person -> identities

Error not_vouched_for() {
    return Error(Errc::unauthorized,
                 "the network does not vouch for you: log in there (on IRC to services) and try again");
}

}  // namespace

LinkedPeople::LinkedPeople(Runtime& runtime, Clock& clock, Random& random, Database& database, Logger& log)
    : runtime_(runtime), clock_(clock), random_(random), database_(database), log_(log), codes_(random) {
    const Result<Database::Pairs> all = database.scan(kSpace, "", kMostPersons);
    if (!all) {
        log_.error("linked people cannot be read: everybody is a person of their own",
                   {{"reason", all.error().message()}});
        return;
    }
    for (const auto& [person, identities] : *all)
        persons_.set(PersonId(person), decode_identities(identities));
}

Result<std::string> LinkedPeople::begin_link(const AccountId& account, const User& user) {
    if (user.assurance < Assurance::account) return not_vouched_for();
    return codes_.make(Identity(account, user.id), clock_.now());
}

Task<Result<PersonId>> LinkedPeople::finish_link(AccountId account, User user, std::string code) {
    if (user.assurance < Assurance::account) co_return not_vouched_for();
    const Identity self(std::move(account), user.id);
    const Result<Identity> giver = codes_.take(self, code, clock_.now());
    if (!giver) co_return giver.error();
    const Result<Turns::Turn> turn = co_await turns_.take();
    if (!turn) co_return turn.error();
    const PersonId first = person_of(*giver);
    const PersonId second = person_of(self);
    if (first == second) co_return first;
    Outcome joined;
    joined.person = first;
    joined.identities = identities_of(first);
    for (Identity& who : identities_of(second)) joined.identities.push_back(std::move(who));
    if (joined.identities.size() > kMostIdentities)
        co_return Error(Errc::too_large,
                        "a person has at most " + std::to_string(kMostIdentities) + " identities");
    Outcome gone;
    gone.person = second;
    std::vector<Outcome> outcomes;
    outcomes.push_back(std::move(gone));
    outcomes.push_back(std::move(joined));
    const Result<void> stored = co_await store(std::move(outcomes));
    if (!stored) co_return stored.error();
    log_.info("identities linked", {{"person", first.str()}, {"joined", second.str()}});
    co_return first;
}

Task<Result<void>> LinkedPeople::unlink(Identity who) {
    const Result<Turns::Turn> turn = co_await turns_.take();
    if (!turn) co_return turn.error();
    Outcome left;
    left.person = person_of(who);
    left.identities = identities_of(left.person);
    if (left.identities.size() < 2) co_return Result<void>();
    std::erase(left.identities, who);
    Outcome alone;
    alone.identities.push_back(who);
    alone.person = PersonId(text_of(who));
    if (persons_.has(alone.person)) alone.person = PersonId("person-" + random_.token(20));
    std::vector<Outcome> outcomes;
    outcomes.push_back(left);
    outcomes.push_back(std::move(alone));
    const Result<void> stored = co_await store(std::move(outcomes));
    if (stored) log_.info("identity unlinked", {{"person", left.person.str()}, {"identity", text_of(who)}});
    co_return stored;
}

// Whoever calls it has the turn: memory follows the file, and nothing changes in between.
Task<Result<void>> LinkedPeople::store(std::vector<Outcome> outcomes) {
    std::vector<Change> changes;
    for (const Outcome& outcome : outcomes) {
        std::optional<std::string> text;
        if (PersonMap::is_worth_keeping(outcome.person, outcome.identities))
            text = encode_identities(outcome.identities);
        changes.emplace_back(outcome.person.str(), std::move(text));
    }
    Result<void> done;
    std::function<void()> job = [this, &changes, &done] {
        done = database_.write(kSpace, changes);
    };
    co_await runtime_.on_worker(std::move(job));
    if (done)
        for (const Outcome& outcome : outcomes) persons_.set(outcome.person, outcome.identities);
    co_return done;
}

}  // namespace confab::core
