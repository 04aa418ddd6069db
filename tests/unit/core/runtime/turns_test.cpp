#include "core/runtime/turns.hpp"

#include <gtest/gtest.h>

#include "tests/support/test_runtime.hpp"

namespace confab::test {
namespace {

using core::Turns;

Task<void> take_and_note(Turns& turns, std::string name, std::string& order) {
    const Result<Turns::Turn> turn = co_await turns.take();
    order += turn ? name : name + "!";
}

Task<void> settle(TestRuntime& rt) {
    for (int i = 0; i < 5; ++i) co_await rt.clock().sleep(Duration(0));
}

Task<void> serve_in_order(TestRuntime& rt, Turns& turns, std::string& order) {
    {
        const Result<Turns::Turn> first = co_await turns.take();
        for (const char* name : {"a", "b", "c"}) rt.tasks().spawn(name, take_and_note(turns, name, order));
        co_await settle(rt);
        EXPECT_EQ(order, "c!");  // two may wait
    }
    co_await settle(rt);
    EXPECT_EQ(order, "c!ab");
}

TEST(Turns, ServesWhoCameFirstAndRefusesTooMany) {
    TestRuntime rt;
    Turns turns(2);
    std::string order;
    rt.run(serve_in_order(rt, turns, order));
}

Task<void> cancel_waiting(TestRuntime& rt, Turns& turns, std::string& order) {
    core::TaskScope impatient(rt.executor(), rt.log());
    {
        const Result<Turns::Turn> first = co_await turns.take();
        impatient.spawn("gives up", take_and_note(turns, "x", order));
        co_await settle(rt);
        rt.tasks().spawn("waits", take_and_note(turns, "a", order));
        co_await settle(rt);
        impatient.cancel();
        co_await impatient.join();
    }
    co_await settle(rt);
    EXPECT_EQ(order, "a");
}

TEST(Turns, WhoIsCancelledWhileWaitingHoldsNobodyUp) {
    TestRuntime rt;
    Turns turns;
    std::string order;
    rt.run(cancel_waiting(rt, turns, order));
}

}  // namespace
}  // namespace confab::test
