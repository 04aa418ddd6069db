#include "core/event/dispatcher.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/test_owner.hpp"

namespace confab::test {
namespace {

using namespace confab::core;
using testing::ElementsAre;

Event message_in(const char* channel, const char* text) {
    MessageReceived event;
    event.channel = Channel(ChannelRef(AccountId("net"), ChannelId(channel)), channel, ChannelKind::group);
    event.sender = User(UserId("u"), "alice", Assurance::account);
    event.message = Message(text);
    return event;
}

const MessageReceived& message_of(const Event& event) {
    return std::get<MessageReceived>(event);
}

class Fixture {
public:
    explicit Fixture(TestRuntime& runtime) : rt(runtime) {}
    Task<void> settle() { co_await rt.clock().sleep(Duration(5)); }
    Task<void> finish() {
        for (TestOwner* owner : {&first, &second}) {
            dispatcher.remove(*owner);
            owner->tasks().cancel();
            co_await owner->tasks().join();
        }
    }
    TestRuntime& rt;
    TestOwner first{rt, "first"};
    TestOwner second{rt, "second"};
    Lanes lanes{rt.metrics()};
    Dispatcher dispatcher{lanes, rt.metrics()};
    std::vector<std::string> seen;
};

// Knows the command "!cmd".
class OneCommand final : public Router {
public:
    bool route(const SharedEvent& event) override {
        ++asked;
        return known && message_of(*event).message.plain_text() == "!cmd";
    }
    std::string_view command_word(const MessageReceived& message) const override {
        return is_prefixed(message) ? std::string_view("cmd") : std::string_view();
    }
    bool is_prefixed(const MessageReceived& message) const override {
        return message.message.plain_text().starts_with("!");
    }
    int asked = 0;
    bool known = true;
};

// A handler that waits for `gate` on the text "slow" and then records what it saw.
class Recorder {
public:
    Recorder(Fixture& fixture, std::string name, Signal& gate)
        : fixture_(&fixture), name_(std::move(name)), gate_(&gate) {}
    Task<void> operator()(const Event& event) const { return handle(*fixture_, name_, *gate_, event); }

private:
    static Task<void> handle(Fixture& fixture, std::string name, Signal& gate, const Event& event) {
        const std::string text = message_of(event).message.plain_text();
        if (text == "slow") co_await gate.wait();
        if (text == "bad") throw std::runtime_error("cannot stand it");
        fixture.seen.push_back(name + " " + text);
    }
    Fixture* fixture_;
    std::string name_;
    Signal* gate_;
};

Task<void> keeps_order(TestRuntime& rt) {
    Fixture f(rt);
    Signal gate;
    Signal second_gate;
    f.dispatcher.add(f.first, 0, Recorder(f, "first", gate));
    f.dispatcher.add(f.second, 0, Recorder(f, "second", second_gate));
    f.dispatcher.dispatch(message_in("#a", "slow"));
    f.dispatcher.dispatch(message_in("#a", "next"));
    f.dispatcher.dispatch(message_in("#b", "other"));
    co_await f.settle();
    EXPECT_THAT(f.seen, ElementsAre("first other", "second other"));
    gate.notify();
    co_await f.settle();
    second_gate.notify();
    co_await f.settle();
    EXPECT_THAT(f.seen, ElementsAre("first other", "second other", "first slow", "first next", "second slow",
                                    "second next"));
    co_await f.finish();
}

Task<void> one_plugin_does_not_hold_another(TestRuntime& rt) {
    Fixture f(rt);
    Signal never;
    Signal open;
    f.dispatcher.add(f.first, 0, Recorder(f, "first", never));
    f.dispatcher.add(f.second, 0, Recorder(f, "second", open));
    open.notify();
    f.dispatcher.dispatch(message_in("#a", "slow"));
    f.dispatcher.dispatch(message_in("#a", "next"));
    co_await f.settle();
    EXPECT_THAT(f.seen, ElementsAre("second slow", "second next"));
    co_await f.finish();
}

Task<void> faults_are_caught(TestRuntime& rt) {
    Fixture f(rt);
    Signal gate;
    f.dispatcher.add(f.first, 0, Recorder(f, "first", gate));
    f.dispatcher.dispatch(message_in("#a", "bad"));
    f.dispatcher.dispatch(message_in("#a", "good"));
    co_await f.settle();
    EXPECT_THAT(f.first.faults, ElementsAre("message: cannot stand it"));
    EXPECT_THAT(f.seen, ElementsAre("first good"));
    co_await f.finish();
}

Task<void> full_lane_drops_newest(TestRuntime& rt) {
    Fixture f(rt);
    Signal gate;
    f.dispatcher.add(f.first, 0, Recorder(f, "first", gate));
    f.dispatcher.dispatch(message_in("#a", "slow"));
    co_await f.settle();
    for (std::size_t i = 0; i < Lanes::kMaxQueued + 10; ++i) f.dispatcher.dispatch(message_in("#a", "x"));
    EXPECT_EQ(rt.metrics().counter("confab_events_dropped_total").value(), 10U);
    gate.notify();
    co_await f.settle();
    EXPECT_EQ(f.seen.size(), Lanes::kMaxQueued + 1);
    co_await f.finish();
}

Task<void> routed_messages_skip_handlers(TestRuntime& rt) {
    Fixture f(rt);
    Signal gate;
    f.dispatcher.add(f.first, 0, Recorder(f, "first", gate));
    OneCommand router;
    f.dispatcher.set_router(router);
    f.dispatcher.dispatch(message_in("#a", "!cmd"));
    f.dispatcher.dispatch(message_in("#a", "talk"));
    Event old = message_in("#a", "!cmd");
    std::get<MessageReceived>(old).origin = Origin::history;
    f.dispatcher.dispatch(old);
    Event own = message_in("#a", "!cmd");
    std::get<MessageReceived>(own).sender.is_self = true;
    f.dispatcher.dispatch(own);
    Event notice = message_in("#a", "!cmd");
    std::get<MessageReceived>(notice).is_notice = true;
    f.dispatcher.dispatch(notice);
    co_await f.settle();
    EXPECT_EQ(router.asked, 2) << "history, the bot's own lines and notices never run commands";
    EXPECT_THAT(f.seen, ElementsAre("first talk", "first !cmd", "first !cmd", "first !cmd"));
    co_await f.finish();
}

Task<void> removed_owner_hears_nothing(TestRuntime& rt) {
    Fixture f(rt);
    Signal gate;
    f.dispatcher.add(f.first, 0, Recorder(f, "first", gate));
    f.dispatcher.dispatch(message_in("#a", "slow"));
    f.dispatcher.dispatch(message_in("#a", "queued"));
    co_await f.settle();
    f.dispatcher.remove(f.first);
    f.dispatcher.dispatch(message_in("#a", "late"));
    gate.notify();
    co_await f.settle();
    EXPECT_THAT(f.seen, ElementsAre("first slow")) << "what runs ends; what waited is dropped";
    co_await f.finish();
}

Task<void> held_events_reach_the_successor(TestRuntime& rt) {
    Fixture f(rt);
    Signal gate;
    Signal second_gate;
    OneCommand router;
    f.dispatcher.set_router(router);
    f.dispatcher.add(f.first, 0, Recorder(f, "first", gate));
    f.dispatcher.add(f.second, 0, Recorder(f, "second", second_gate));
    f.dispatcher.dispatch(message_in("#a", "slow"));
    f.dispatcher.dispatch(message_in("#a", "queued"));
    co_await f.settle();

    f.dispatcher.hold(f.first, {"cmd"});
    router.known = false;
    f.dispatcher.dispatch(message_in("#a", "!cmd"));
    f.dispatcher.dispatch(message_in("#a", "talk"));
    f.dispatcher.hold_waiting(f.first);
    gate.notify();
    co_await f.settle();
    second_gate.notify();
    co_await f.settle();
    EXPECT_THAT(f.seen, ElementsAre("first slow", "second slow", "second queued", "second talk"))
        << "another plugin is not held back, and does not see the command";

    TestOwner successor{rt, "first"};
    f.seen.clear();
    router.asked = 0;
    f.dispatcher.add(successor, 0, Recorder(f, "new", gate));
    f.dispatcher.release("first");
    f.dispatcher.dispatch(message_in("#a", "after"));
    co_await f.settle();
    EXPECT_THAT(f.seen, ElementsAre("new queued", "new !cmd", "new talk", "new after", "second after"));
    EXPECT_GE(router.asked, 2) << "what was a command is offered to the router again";
    f.dispatcher.remove(successor);
    successor.tasks().cancel();
    co_await successor.tasks().join();
    co_await f.finish();
}

#define CONFAB_RUN(suite, name, body) \
    TEST(suite, name) {               \
        TestRuntime rt;               \
        rt.run(body(rt));             \
    }
CONFAB_RUN(Dispatcher, KeepsOrderInAChannelAndRunsChannelsSideBySide, keeps_order)
CONFAB_RUN(Dispatcher, OneSlowPluginDoesNotHoldAnother, one_plugin_does_not_hold_another)
CONFAB_RUN(Dispatcher, CatchesAFaultAndGoesOn, faults_are_caught)
CONFAB_RUN(Dispatcher, DropsTheNewestWhenALaneIsFull, full_lane_drops_newest)
CONFAB_RUN(Dispatcher, GivesLiveMessagesToTheRouterFirst, routed_messages_skip_handlers)
CONFAB_RUN(Dispatcher, KeepsWhatArrivesForAPluginThatIsReplaced, held_events_reach_the_successor)
CONFAB_RUN(Dispatcher, HandsNothingToARemovedOwner, removed_owner_hears_nothing)
#undef CONFAB_RUN

}  // namespace
}  // namespace confab::test
