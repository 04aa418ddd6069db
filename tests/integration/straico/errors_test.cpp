#include <gtest/gtest.h>

#include "tests/integration/straico/every_endpoint.hpp"
#include "tests/integration/straico/straico_world.hpp"

namespace confab::test {
namespace {

struct Expected {
    const char* fault;
    const char* argument;
    Errc code;
    Delivery delivery;
};

// Each is answered with this error, and the request reached the stand-in exactly once.
constexpr Expected kExpected[] = {
    {"error_string", "Model not found", Errc::not_found, Delivery::sent},
    {"error_string", "too long", Errc::invalid_argument, Delivery::sent},
    {"error_object", "", Errc::invalid_argument, Delivery::sent},
    {"error_message", "", Errc::upstream, Delivery::sent},
    {"javascript", "", Errc::upstream, Delivery::sent},
    {"html", "502", Errc::upstream, Delivery::sent},
    {"payment", "", Errc::payment_required, Delivery::sent},
    {"rate_limit", "3", Errc::rate_limited, Delivery::sent},
    {"status", "503", Errc::upstream, Delivery::sent},
    {"status", "401", Errc::unauthorized, Delivery::sent},
    {"drop", "", Errc::closed, Delivery::maybe_sent},
    {"reset", "", Errc::closed, Delivery::maybe_sent},
    {"garbage", "", Errc::protocol, Delivery::sent},
    {"truncated", "", Errc::closed, Delivery::sent},
};

class StraicoErrors : public testing::TestWithParam<Expected> {};

Task<void> one_failure(TestRuntime& rt, const Expected& expected) {
    StraicoWorld world(rt, without_retries());
    co_await world.start();
    EXPECT_TRUE(world.sandbox.stage(expected.fault, expected.argument));
    const auto reply = co_await world.ask("hello");
    EXPECT_FALSE(reply);
    if (reply) co_return;
    EXPECT_EQ(reply.error().code(), expected.code) << reply.error().message();
    EXPECT_EQ(reply.error().delivery(), expected.delivery) << reply.error().message();
    EXPECT_EQ(world.chats(), 1u);
    const auto next = co_await world.ask("still there?");
    EXPECT_TRUE(next) << next.error().message();
}

TEST_P(StraicoErrors, AreToldApartAndLeaveTheServiceUsable) {
    TestRuntime rt;
    rt.run(one_failure(rt, GetParam()));
}

INSTANTIATE_TEST_SUITE_P(EachFault, StraicoErrors, testing::ValuesIn(kExpected),
                         [](const testing::TestParamInfo<Expected>& info) {
                             return std::string(info.param.fault) + "_" + std::to_string(info.index);
                         });

struct Everywhere {
    const char* fault;
    const char* argument;
    Errc code;
    bool lost = false;  // no whole answer: what may be repeated is, at once, on a fresh connection
};

// What every endpoint makes of the ways to fail that are not its own.
constexpr Everywhere kEverywhere[] = {
    {"error_string", "Model not found", Errc::not_found},
    {"error_object", "", Errc::invalid_argument},
    {"error_message", "", Errc::upstream},
    {"html", "502", Errc::upstream},
    {"payment", "", Errc::payment_required},
    {"rate_limit", "3", Errc::rate_limited},
    {"status", "401", Errc::unauthorized},
    {"status", "403", Errc::unauthorized},
    {"drop", "", Errc::closed, true},
    {"garbage", "", Errc::protocol, true},
    {"truncated", "", Errc::closed, true},
};

class StraicoErrorsEverywhere : public testing::TestWithParam<Endpoint> {};

Task<void> every_failure(TestRuntime& rt, const Endpoint& endpoint) {
    core::HttpConfig http = without_retries();
    http.breaker.enabled = false;  // it would spare the service the later failures
    StraicoWorld world(rt, std::move(http));
    co_await world.start();
    for (const Everywhere& expected : kEverywhere) {
        if (expected.lost && endpoint.repeatable) continue;
        EXPECT_TRUE(world.sandbox.stage(expected.fault, expected.argument));
        const std::optional<Error> error = co_await endpoint.call(world.straico());
        EXPECT_TRUE(error) << expected.fault;
        if (!error) continue;
        EXPECT_EQ(error->code(), expected.code) << expected.fault << ": " << error->message();
        EXPECT_LT(error->context().size(), 500u);
        EXPECT_EQ(error->context().find_first_of("\r\n"), std::string::npos);
        if (expected.code == Errc::rate_limited) {
            EXPECT_EQ(error->retry_after(), std::chrono::seconds(3));
        }
    }
    EXPECT_EQ(world.straico().ledger().total().calls, 0u);
    for (const char* encoding : {"gzip", "chunked"}) {
        EXPECT_TRUE(world.sandbox.stage(encoding, ""));
        const std::optional<Error> error = co_await endpoint.call(world.straico());
        EXPECT_FALSE(error) << encoding << ": " << error->message();
    }
}

TEST_P(StraicoErrorsEverywhere, AreTheSameAndLeaveTheEndpointUsable) {
    TestRuntime rt;
    rt.run(every_failure(rt, GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Endpoint, StraicoErrorsEverywhere, testing::ValuesIn(kEndpoints),
                         [](const testing::TestParamInfo<Endpoint>& info) { return info.param.name; });

Task<void> never_twice(TestRuntime& rt) {
    StraicoWorld world(rt);  // with retries
    co_await world.start();
    std::uint64_t before = 0;
    for (const char* fault : {"drop", "truncated", "html", "error_message"}) {
        EXPECT_TRUE(world.sandbox.stage(fault, ""));
        const auto answer = co_await world.ask("hello");
        EXPECT_FALSE(answer) << fault;
        EXPECT_EQ(world.chats(), before + 1) << fault;
        before = world.chats();
    }
}

TEST(Straico, NeverRepeatsAPaidCallThatMayHaveBeenReceived) {
    TestRuntime rt;
    rt.run(never_twice(rt));
}

Task<void> repeats_after_refusal(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    EXPECT_TRUE(world.sandbox.stage("rate_limit", "0"));
    EXPECT_TRUE(co_await world.ask("hello"));
    EXPECT_EQ(world.chats(), 2u);
}

TEST(Straico, RepeatsAPaidCallThatWasRefusedUnprocessed) {
    TestRuntime rt;
    rt.run(repeats_after_refusal(rt));
}

Task<void> gives_up(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start(Duration(100));
    EXPECT_TRUE(world.sandbox.stage("slow", "20000"));
    const auto reply = co_await world.ask("hello");
    EXPECT_FALSE(reply);
    if (reply) co_return;
    EXPECT_EQ(reply.error().code(), Errc::timeout);
    EXPECT_EQ(reply.error().delivery(), Delivery::maybe_sent);
    EXPECT_EQ(world.chats(), 1u);
}

TEST(Straico, GivesUpOnASlowAnswerWithoutAskingAgain) {
    TestRuntime rt;
    rt.run(gives_up(rt));
}

}  // namespace
}  // namespace confab::test
