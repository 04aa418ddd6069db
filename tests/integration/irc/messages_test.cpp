// What becomes of the bot's words, and what else is said besides plain messages, where the server knows more
// than RFC 1459.
#include <set>

#include "confab/capability/deleting.hpp"
#include "confab/capability/history.hpp"
#include "confab/capability/reactions.hpp"
#include "confab/capability/typing.hpp"
#include "tests/integration/irc/stand_in_client.hpp"

namespace confab::test {
namespace {

const ChannelId kChannel("#confab");

template <class Capability>
Capability* offered(IrcWorld& world) {
    return static_cast<Capability*>(world.account->capability(Capability::kCapabilityId));
}

/// What the stand-in announces is known when a later word is.
Task<MessageReceived> next_message(IrcWorld& world) {
    const auto event = co_await world.account_context.next<MessageReceived>();
    EXPECT_TRUE(event) << "no message came";
    co_return event.value_or(MessageReceived());
}
Task<MessageReceived> hear(IrcWorld& world, std::string text) {
    co_await world.say(text);
    for (;;) {
        MessageReceived event = co_await next_message(world);
        if (event.id.empty() || event.message.plain_text() == text) co_return event;
    }
}

/// The id of what was sent; empty also when it failed.
Task<MessageId> id_of_sent(IrcWorld& world, Message message) {
    const auto sent = co_await world.send(std::move(message));
    EXPECT_TRUE(sent) << sent.error().message();
    if (sent) co_return *sent;
    co_return MessageId();
}

Task<void> gives_ids(IrcWorld& world) {
    co_await world.start_and_join();
    std::set<std::string> ids;
    for (int i = 0; i < 3; ++i) {
        const MessageId sent = co_await id_of_sent(world, Message("the same"));
        EXPECT_FALSE(sent.empty());
        ids.insert(sent.str());
        const MessageReceived echo = co_await next_message(world);
        EXPECT_EQ(echo.origin, Origin::echo);
        EXPECT_EQ(echo.id, sent);
    }
    EXPECT_EQ(ids.size(), 3U);
}
TEST(IrcMessages, HaveTheIdThatTheirLabelBringsBack) {
    with_irc(gives_ids);
}

Task<void> gives_ids_by_echo(IrcWorld& world) {
    world.stage("cap", "-labeled-response");
    co_await gives_ids(world);
}
TEST(IrcMessages, HaveTheIdOfTheirEchoWhereThereAreNoLabels) {
    with_irc(gives_ids_by_echo);
}

Task<void> gives_ids_without_labels(IrcWorld& world) {
    co_await world.start_and_join();
    world.stage("cap_del", "labeled-response");
    co_await hear(world, "gone");
    const MessageId sent = co_await id_of_sent(world, Message("by its echo"));
    EXPECT_FALSE(sent.empty());
    world.stage("cap_del", "echo-message");
    co_await hear(world, "this too");
    const MessageId unconfirmed = co_await id_of_sent(world, Message("written, that is all"));
    EXPECT_TRUE(unconfirmed.empty());
    EXPECT_EQ(co_await world.heard(), "by its echo");
    EXPECT_EQ(co_await world.heard(), "written, that is all");
}
TEST(IrcMessages, AreConfirmedAsWellAsTheServerCanNow) {
    with_irc(gives_ids_without_labels);
}

Task<void> refuses(IrcWorld& world) {
    co_await world.start_and_join();
    const auto to_nobody = co_await world.send("hello?", "nobodyhere");
    EXPECT_FALSE(to_nobody);
    if (!to_nobody) {
        EXPECT_EQ(to_nobody.error().code(), Errc::not_found) << to_nobody.error().message();
        EXPECT_EQ(to_nobody.error().delivery(), Delivery::sent);
    }
    world.stage("as", "alice JOIN #quiet");
    world.stage("as", "alice MODE #quiet +n");
    const auto outside = co_await world.send("let me in", "#quiet");
    EXPECT_FALSE(outside);
    if (!outside) {
        EXPECT_EQ(outside.error().code(), Errc::forbidden) << outside.error().message();
    }
    const MessageId sent = co_await id_of_sent(world, Message("still here"));
    EXPECT_FALSE(sent.empty());
}
TEST(IrcMessages, FailWithTheServersReason) {
    with_irc(refuses);
}

Task<void> refuses_without_labels(IrcWorld& world) {
    world.stage("cap", "-labeled-response");
    co_await refuses(world);
}
TEST(IrcMessages, FailWithTheServersReasonAlsoWithoutLabels) {
    with_irc(refuses_without_labels);
}

Task<void> several_lines(IrcWorld& world) {
    StandInClient anna(world);
    co_await world.start_and_join();
    co_await anna.be("anna", "batch draft/multiline message-tags");
    co_await anna.answers("JOIN #confab\r\n");
    EXPECT_TRUE(world.account->profile(kChannel).multiline);
    const std::string long_line(700, 'x');
    const std::string text = "one\n\nthree\n" + long_line;
    const MessageId sent = co_await id_of_sent(world, Message(text));
    EXPECT_FALSE(sent.empty());
    EXPECT_EQ(co_await world.heard(), text) << "one message, its long line in one piece";
    const MessageReceived echo = co_await next_message(world);
    EXPECT_EQ(echo.message.plain_text(), text);
    EXPECT_EQ(echo.id, sent);
    const std::string seen = co_await anna.answers("");
    EXPECT_THAT(seen, testing::HasSubstr("draft/multiline #confab\r\n"));
    EXPECT_THAT(seen, testing::HasSubstr("draft/multiline-concat"));
}
TEST(IrcMessages, OfSeveralLinesGoOutAsOne) {
    with_irc(several_lines);
}

Task<void> hears_several_lines(IrcWorld& world) {
    co_await world.start_and_join();
    world.stage("as", "alice JOIN #confab");
    world.stage("as", "alice BATCH +m draft/multiline #confab");
    world.stage("as", "alice @batch=m PRIVMSG #confab :!ask one");
    world.stage("as", "alice @batch=m PRIVMSG #confab :two");
    world.stage("as", "alice @batch=m;draft/multiline-concat PRIVMSG #confab : and a half");
    world.stage("as", "alice BATCH -m");
    const MessageReceived heard = co_await next_message(world);
    EXPECT_EQ(heard.message.plain_text(), "!ask one\ntwo and a half");
    EXPECT_EQ(heard.sender.id, UserId("alice"));
    EXPECT_EQ(heard.origin, Origin::live);
    EXPECT_FALSE(heard.id.empty());
    const MessageReceived next = co_await hear(world, "next");
    EXPECT_EQ(next.message.plain_text(), "next");
}
TEST(IrcMessages, OfSeveralLinesComeInAsOne) {
    with_irc(hears_several_lines);
}

Task<void> replies(IrcWorld& world) {
    co_await world.start_and_join();
    EXPECT_TRUE(world.account->profile(kChannel).replies);
    const MessageReceived asked = co_await hear(world, "a question");
    Message answer("an answer");
    answer.reply_to(asked.id);
    const MessageId sent = co_await id_of_sent(world, std::move(answer));
    const MessageReceived echo = co_await next_message(world);
    EXPECT_EQ(echo.message.replied_to(), asked.id);
    world.stage("as", "alice @+draft/reply=" + sent.str() + " PRIVMSG #confab :a reply");
    const MessageReceived reply = co_await next_message(world);
    EXPECT_EQ(reply.message.replied_to(), sent);
    world.stage("isupport", "CLIENTTAGDENY=*");
    co_await hear(world, "no tags any more");
    EXPECT_FALSE(world.account->profile(kChannel).replies);
}
TEST(IrcMessages, ReferToOneAnother) {
    with_irc(replies);
}

Task<ReactionChanged> next_reaction(IrcWorld& world) {
    const auto event = co_await world.account_context.next<ReactionChanged>();
    EXPECT_TRUE(event) << "no reaction came";
    if (event) co_return *event;
    ReactionChanged none;
    co_return none;
}

Task<void> reactions(IrcWorld& world) {
    co_await world.start_and_join();
    const MessageReceived heard = co_await hear(world, "like it?");
    Reactions* able = offered<Reactions>(world);
    EXPECT_TRUE(able);
    if (!able) co_return;
    const Emoji thumb("👍");
    const auto reacted = co_await able->react(kChannel, heard.id, thumb);
    EXPECT_TRUE(reacted) << reacted.error().message();
    const ReactionChanged own = co_await next_reaction(world);
    EXPECT_TRUE(own.user.is_self && own.added);
    EXPECT_EQ(own.emoji.name, "👍");
    EXPECT_EQ(own.ref.id, heard.id);
    EXPECT_EQ(own.ref.where.channel, kChannel);
    const std::string tags = "+draft/reply=" + heard.id.str();
    world.stage("as", "alice @+draft/react=;-\\:);" + tags + " TAGMSG #confab");
    world.stage("as", "alice @+draft/react=;" + tags + " TAGMSG #confab");
    world.stage("as", "alice @+draft/react=🎉;" + tags + " TAGMSG #confab");
    world.stage("as", "alice @+draft/unreact=🎉;" + tags + " TAGMSG #confab");
    const ReactionChanged added = co_await next_reaction(world);
    EXPECT_EQ(added.user.id, UserId("alice"));
    EXPECT_EQ(added.emoji.name, "🎉") << "an empty one is none";
    EXPECT_TRUE(added.added);
    const ReactionChanged removed = co_await next_reaction(world);
    EXPECT_FALSE(removed.added);
}
TEST(IrcMessages, AreReactedTo) {
    with_irc(reactions);
}

Task<void> redactions(IrcWorld& world) {
    co_await world.start_and_join();
    Deleting* able = offered<Deleting>(world);
    EXPECT_TRUE(able);
    if (!able) co_return;
    const MessageId sent = co_await id_of_sent(world, Message("a slip"));
    const auto removed = co_await able->remove(kChannel, sent);
    EXPECT_TRUE(removed) << removed.error().message();
    const auto own = co_await world.account_context.next<MessageDeleted>();
    EXPECT_TRUE(own && own->ref.id == sent);
    const auto again = co_await able->remove(kChannel, sent);
    EXPECT_FALSE(again);
    if (!again) {
        EXPECT_EQ(again.error().code(), Errc::not_found) << again.error().message();
    }
    const MessageReceived heard = co_await hear(world, "my slip");
    world.stage("as", "alice REDACT #confab " + heard.id.str() + " :never mind");
    const auto theirs = co_await world.account_context.next<MessageDeleted>();
    EXPECT_TRUE(theirs && theirs->ref.id == heard.id);
    const MessageId late = co_await id_of_sent(world, Message("too late"));
    world.stage("redact_window", "0");
    const auto expired = co_await able->remove(kChannel, late);
    EXPECT_FALSE(expired);
    if (!expired) {
        EXPECT_EQ(expired.error().code(), Errc::forbidden) << expired.error().message();
    }
}
TEST(IrcMessages, AreTakenBack) {
    with_irc(redactions);
}

Task<void> typing(IrcWorld& world) {
    StandInClient anna(world);
    co_await world.start_and_join();
    co_await anna.be("anna", "message-tags");
    co_await anna.answers("JOIN #confab\r\n");
    Typing* able = offered<Typing>(world);
    EXPECT_TRUE(able);
    if (!able) co_return;
    for (int i = 0; i < 5; ++i) {
        const auto shown = co_await able->show_typing(kChannel);
        EXPECT_TRUE(shown);
    }
    co_await id_of_sent(world, Message("done"));
    const std::string seen = co_await anna.up_to("PRIVMSG #confab :done\r\n");
    const std::size_t first = seen.find("+typing=active");
    EXPECT_NE(first, std::string::npos) << seen;
    EXPECT_EQ(seen.find("+typing", first + 1), std::string::npos) << "every few seconds is enough: " << seen;
}
TEST(IrcMessages, AreAnnouncedByTyping) {
    with_irc(typing);
}

std::string texts(const Result<std::vector<MessageReceived>>& messages) {
    if (!messages) return "error: " + messages.error().message();
    std::string all;
    for (const MessageReceived& one : *messages) {
        EXPECT_EQ(one.origin, Origin::history);
        all += (all.empty() ? "" : "|") + one.message.plain_text();
    }
    return all;
}

Task<void> history(IrcWorld& world) {
    for (const char* line : {"JOIN #confab", "PRIVMSG #confab :!ask one", "PRIVMSG #confab :!ask two"})
        world.stage("as", std::string("alice ") + line);
    for (const char* line : {"BATCH +m draft/multiline #confab", "@batch=m PRIVMSG #confab :!ask",
                             "@batch=m PRIVMSG #confab :three", "BATCH -m", "PRIVMSG #confab :four"})
        world.stage("as", std::string("alice ") + line);
    co_await world.start_and_join();
    History* able = offered<History>(world);
    EXPECT_TRUE(able);
    if (!able) co_return;
    const MessageId latest;
    const auto last = co_await able->before(kChannel, latest, 3);
    EXPECT_EQ(texts(last), "!ask two|!ask\nthree|four");
    if (!last || last->size() != 3) co_return;
    EXPECT_EQ(last->front().sender.id, UserId("alice"));
    const auto earlier = co_await able->before(kChannel, (*last)[1].id, 10);
    EXPECT_EQ(texts(earlier), "!ask one|!ask two");
    const auto nothing = co_await able->before(kChannel, earlier->front().id, 10);
    EXPECT_EQ(texts(nothing), "");
    const ChannelId elsewhere("#elsewhere");
    const auto refused = co_await able->before(elsewhere, latest, 10);
    EXPECT_FALSE(refused);
    co_await world.say("now");
    const MessageReceived heard = co_await next_message(world);
    EXPECT_EQ(heard.message.plain_text(), "now") << "what was asked for is no event";
}
TEST(IrcMessages, OfThePastComeOnRequestAndAreNoEvents) {
    with_irc(history);
}

Task<void> history_without_labels(IrcWorld& world) {
    world.stage("cap", "-labeled-response");
    co_await history(world);
}
TEST(IrcMessages, OfThePastComeAlsoWithoutLabels) {
    with_irc(history_without_labels);
}

/// What each of the optional interfaces needs.
template <class Capability>
Task<void> comes_and_goes(IrcWorld& world, std::string cap) {
    EXPECT_TRUE(offered<Capability>(world)) << cap;
    world.stage("cap_del", cap);
    co_await hear(world, "without " + cap);
    EXPECT_FALSE(offered<Capability>(world)) << cap;
    world.stage("cap", "+" + cap);
    for (int i = 0; i < 200 && !offered<Capability>(world); ++i)
        co_await hear(world, std::to_string(i) + " with " + cap);
    EXPECT_TRUE(offered<Capability>(world)) << cap;
}

Task<void> capabilities(IrcWorld& world) {
    world.stage("flood", "1000 1000");
    co_await world.start_and_join();
    co_await comes_and_goes<History>(world, "draft/chathistory");
    co_await comes_and_goes<Deleting>(world, "draft/message-redaction");
    co_await comes_and_goes<Typing>(world, "message-tags");
    world.stage("isupport", "CLIENTTAGDENY=draft/react");
    co_await hear(world, "no reactions");
    EXPECT_FALSE(offered<Reactions>(world));
    EXPECT_TRUE(offered<Typing>(world));
    History* able = offered<History>(world);
    EXPECT_TRUE(able);
    if (!able) co_return;
    world.stage("cap_del", "draft/chathistory");
    co_await hear(world, "no history");
    const MessageId latest;
    const auto refused = co_await able->before(kChannel, latest, 5);
    EXPECT_FALSE(refused);
    if (!refused) {
        EXPECT_EQ(refused.error().code(), Errc::unsupported) << "also through what was held on to";
    }
}
TEST(IrcMessages, CanDoMoreOnlyWhileTheServerOffersIt) {
    with_irc(capabilities);
}

struct Fates {
    int overloaded = 0;
    int not_sent = 0;
    int maybe_sent = 0;
    int other = 0;
    int told() const { return overloaded + not_sent + maybe_sent + other; }
};

Task<void> send_and_count(IrcWorld& world, int number, Fates& fates) {
    const auto sent = co_await world.send("stale " + std::to_string(number));
    if (sent || sent.error().delivery() == Delivery::sent)
        ++fates.other;
    else if (sent.error().code() == Errc::overloaded)
        ++fates.overloaded;
    else if (sent.error().delivery() == Delivery::maybe_sent)
        ++fates.maybe_sent;
    else
        ++fates.not_sent;
}

/// 210 messages for a queue of 200, of which a few are written and never answered.
Task<void> fill_queue(IrcWorld& world, Fates& fates) {
    world.stage("cap", "-labeled-response");  // or what is swallowed would be acknowledged
    world.account_context.set("flood_burst", std::int64_t(5));
    world.account_context.set("flood_interval", Duration(3'600'000));
    co_await world.start_and_join();
    co_await world.until(ConnectionState::ready);
    world.stage("swallow", "1000");
    for (int i = 0; i < 210; ++i) world.runtime.tasks().spawn("send", send_and_count(world, i, fates));
    co_await hear(world, "all are waiting");
    EXPECT_EQ(fates.overloaded, 10);
    EXPECT_EQ(fates.told(), 10);
}

Task<void> until_told(IrcWorld& world, const Fates& fates) {
    for (int i = 0; i < 1'000 && fates.told() < 210; ++i) co_await world.runtime.clock().sleep(Duration(1));
    EXPECT_EQ(fates.not_sent + fates.maybe_sent, 200);
    EXPECT_GE(fates.maybe_sent, 1) << "what was written";
    EXPECT_LE(fates.maybe_sent, 5) << "no more than a burst was";
    EXPECT_EQ(fates.other, 0);
}

// Hard case 47.
Task<void> full_queue(IrcWorld& world) {
    Fates fates;
    co_await fill_queue(world, fates);
    world.stage("drop");
    co_await world.until(ConnectionState::lost);
    world.stage("swallow", "0");
    co_await until_told(world, fates);
    const auto between = co_await world.send("to nowhere");
    EXPECT_FALSE(between);
    if (!between) {
        EXPECT_EQ(between.error().delivery(), Delivery::not_sent);
    }
    co_await world.until(ConnectionState::ready);
    const Result<void> joined = co_await world.sandbox->bot_ready(Duration(5'000));
    EXPECT_TRUE(joined);
    co_await id_of_sent(world, Message("fresh"));
    EXPECT_EQ(co_await world.heard(), "fresh") << "nothing stale before it";
}
TEST(IrcMessages, DoNotOutliveTheirConnection) {
    with_irc(full_queue);
}

Task<void> full_queue_at_the_end(IrcWorld& world) {
    Fates fates;
    co_await fill_queue(world, fates);
    co_await world.adapter().stop();
    co_await until_told(world, fates);
}
TEST(IrcMessages, OfAFullQueueDoNotHoldUpTheEnd) {
    with_irc(full_queue_at_the_end);
}

}  // namespace
}  // namespace confab::test
