#include "adapters/matrix/session.hpp"

#include <gtest/gtest.h>

#include "answers.hpp"

namespace confab::matrix {
namespace {

using namespace std::chrono_literals;

// Actions as one line of text, so that a test compares whole lists.
class Printer {
public:
    std::string operator()(const action::Request& request) const {
        static constexpr const char* kNames[] = {"versions", "whoami", "login", "filter", "sync"};
        std::string out = kNames[static_cast<int>(request.call)];
        if (request.call == Call::sync) out += " " + std::to_string(request.timeout.count());
        return request.full_state ? out + " full" : out;
    }
    std::string operator()(const action::Wait& wait) const {
        return "wait " + std::to_string(wait.delay.count());
    }
    std::string operator()(const action::Deliver& batch) const { return batch.live ? "deliver" : "absorb"; }
    std::string operator()(const action::Persist&) const { return "persist"; }
    std::string operator()(const action::Announce& said) const { return std::string(to_string(said.state)); }
    std::string operator()(const action::Stop&) const { return "stop"; }
};

std::string text(const Actions& actions) {
    std::string out;
    for (const Action& action : actions) out += (out.empty() ? "" : ", ") + std::visit(Printer(), action);
    return out;
}

Saved with_token(std::string next_batch = {}) {
    Saved saved;
    saved.user_id = "@bot:hs";
    saved.device_id = "DEV";
    saved.access_token = Secret("token");
    saved.next_batch = std::move(next_batch);
    return saved;
}

Answer synced(const std::string& next) {
    return answered(200, R"({"next_batch":")" + next + R"(","rooms":{"join":{"!r:hs":{}}}})");
}

class MatrixSession : public testing::Test {
protected:
    std::string start(Saved saved, bool can_log_in = true) {
        session.emplace(std::move(saved), can_log_in);
        return text(session->start());
    }
    std::string feed(const Answer& answer, Duration later = Duration(0)) {
        now += later;
        return text(session->on_answer(answer, now, 0.5));
    }
    std::string wake() { return text(session->on_wake(now)); }
    // Up to the point where a long-poll is out.
    void reach_polling(std::string next_batch = "s1") {
        start(with_token(std::move(next_batch)));
        feed(answered(200, R"({"versions":["v1.11"]})"));
        feed(answered(200, R"({"user_id":"@bot:hs","device_id":"DEV"})"));
        feed(answered(200, R"({"filter_id":"0"})"));
        ASSERT_EQ(feed(synced("s2")), "ready, deliver, persist, sync 30000");
    }
    std::optional<Session> session;
    TimePoint now{};
};

TEST_F(MatrixSession, LogsInByPasswordAndTakesTheFirstSyncAsHistory) {
    EXPECT_EQ(start(Saved()), "connecting, versions");
    EXPECT_EQ(feed(answered(200, R"({"versions":["v1.11"]})")), "login");
    EXPECT_EQ(feed(answered(200, R"({"user_id":"@bot:hs","access_token":"t","device_id":"D"})")),
              "persist, filter");
    EXPECT_EQ(session->saved().access_token.reveal(), "t");
    EXPECT_EQ(session->saved().device_id, "D");
    EXPECT_EQ(feed(answered(200, R"({"filter_id":"5"})")), "sync 0");
    EXPECT_EQ(feed(synced("s1")), "ready, absorb, persist, sync 30000");
    EXPECT_EQ(feed(synced("s2")), "deliver, persist, sync 30000");
    EXPECT_EQ(session->saved().next_batch, "s2");
}

TEST_F(MatrixSession, ResumesWithAStoredTokenAndAsksForTheStateItForgot) {
    EXPECT_EQ(start(with_token("s7")), "connecting, versions");
    EXPECT_EQ(feed(answered(200, R"({"versions":["v1.11"]})")), "whoami");
    EXPECT_EQ(feed(answered(200, R"({"user_id":"@bot:hs","device_id":"DEV"})")), "persist, filter");
    EXPECT_EQ(feed(answered(200, R"({"filter_id":"0"})")), "sync 0 full");
    EXPECT_EQ(feed(synced("s8")), "ready, deliver, persist, sync 30000");
}

TEST_F(MatrixSession, DropsThePositionOfAnotherUser) {
    start(with_token("s7"));
    feed(answered(200, R"({"versions":["v1.11"]})"));
    feed(answered(200, R"({"user_id":"@other:hs","device_id":"D2"})"));
    EXPECT_EQ(session->saved().next_batch, "");
    EXPECT_EQ(session->saved().user_id, "@other:hs");
}

TEST_F(MatrixSession, DoesNotStoreAPositionThatDidNotMove) {
    reach_polling();
    EXPECT_EQ(feed(synced("s2"), 30s), "deliver, sync 30000");
}

TEST_F(MatrixSession, LogsInAgainAsTheSameDeviceAfterASoftLogout) {
    reach_polling();
    EXPECT_EQ(feed(refused(401, "M_UNKNOWN_TOKEN", R"(,"soft_logout":true)")), "login");
    EXPECT_EQ(session->saved().device_id, "DEV");
    EXPECT_TRUE(session->saved().access_token.empty());
    EXPECT_EQ(feed(answered(200, R"({"user_id":"@bot:hs","access_token":"new","device_id":"DEV"})")),
              "persist, filter");
    EXPECT_EQ(feed(answered(200, R"({"filter_id":"1"})")), "sync 0");
    EXPECT_EQ(session->saved().next_batch, "s2");
}

TEST_F(MatrixSession, StopsWhenTheTokenExpiresAndThereIsNoPassword) {
    start(with_token(), false);
    feed(answered(200, R"({"versions":["v1.11"]})"));
    EXPECT_EQ(feed(refused(401, "M_UNKNOWN_TOKEN", R"(,"soft_logout":true)")), "persist, stopped, stop");
}

TEST_F(MatrixSession, StopsAndForgetsTheLoginWhenTheTokenIsUnknown) {
    reach_polling();
    EXPECT_EQ(feed(refused(401, "M_UNKNOWN_TOKEN")), "persist, stopped, stop");
    EXPECT_TRUE(session->saved().access_token.empty());
    EXPECT_TRUE(session->saved().device_id.empty());
    EXPECT_EQ(session->saved().next_batch, "s2")
        << "the position is the user's: the next start answers nothing twice";
}

TEST_F(MatrixSession, StopsWhenTheLoginIsRefused) {
    start(Saved());
    feed(answered(200, R"({"versions":["v1.11"]})"));
    EXPECT_EQ(feed(refused(403, "M_FORBIDDEN")), "persist, stopped, stop");
}

TEST_F(MatrixSession, AsksSeldomWhileTheAccountIsLocked) {
    reach_polling();
    EXPECT_EQ(feed(refused(401, "M_USER_LOCKED", R"(,"soft_logout":true)")), "degraded, wait 60000");
    EXPECT_EQ(wake(), "sync 0");
    EXPECT_EQ(feed(refused(401, "M_USER_LOCKED", R"(,"soft_logout":true)")), "wait 60000");
    wake();
    EXPECT_EQ(feed(synced("s3")), "ready, deliver, persist, sync 30000");
}

TEST_F(MatrixSession, WaitsAsLongAsARateLimitAsks) {
    reach_polling();
    EXPECT_EQ(feed(answered(429, R"({"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":7000})")),
              "degraded, wait 7000");
    EXPECT_EQ(wake(), "sync 0");
}

TEST_F(MatrixSession, BacksOffFromAProxyPageAndKeepsTheLogin) {
    reach_polling();
    const Answer page = answered(502, "<html>403 M_UNKNOWN_TOKEN</html>");
    EXPECT_EQ(feed(page), "lost, wait 500");
    EXPECT_EQ(wake(), "sync 0");
    EXPECT_EQ(feed(page), "wait 1000");
    wake();
    EXPECT_EQ(feed(page), "wait 2000");
    wake();
    EXPECT_EQ(feed(synced("s3")), "ready, deliver, persist, sync 30000");
    EXPECT_EQ(session->saved().access_token.reveal(), "token");
}

TEST_F(MatrixSession, StartsTheBackOffAnewAfterAStableMinute) {
    reach_polling();
    for (int i = 0; i < 5; ++i) {
        feed(answered(502, "x"));
        wake();
    }
    feed(synced("s3"));
    EXPECT_EQ(feed(answered(502, "x"), 61s), "lost, wait 500");
}

TEST_F(MatrixSession, ResyncsWithoutAnsweringAnythingWhenThePositionIsRefused) {
    reach_polling();
    EXPECT_EQ(feed(refused(400, "M_UNKNOWN")), "degraded, sync 0");
    EXPECT_EQ(session->saved().next_batch, "");
    EXPECT_EQ(feed(synced("t1")), "ready, absorb, persist, sync 30000");
}

TEST_F(MatrixSession, DoesNotLoopWhenEvenAFreshSyncIsRefused) {
    reach_polling();
    feed(refused(400, "M_UNKNOWN"));
    EXPECT_EQ(feed(refused(400, "M_UNKNOWN")), "lost, wait 500");
}

TEST_F(MatrixSession, MakesTheFilterAnewWhenTheServerLostIt) {
    reach_polling();
    const Answer lost = answered(400, R"({"errcode":"M_INVALID_PARAM","error":"No such filter"})");
    EXPECT_EQ(feed(lost), "filter");
    EXPECT_EQ(feed(answered(200, R"({"filter_id":"9"})")), "sync 0");
    EXPECT_EQ(session->saved().next_batch, "s2");
}

TEST_F(MatrixSession, TreatsASuccessThatLacksWhatItMustHaveAsAFailure) {
    start(Saved());
    EXPECT_EQ(feed(answered(200, "{}")), "lost, wait 500");
    EXPECT_EQ(wake(), "versions");
    feed(answered(200, R"({"versions":["v1.11"]})"));
    EXPECT_EQ(feed(answered(200, R"({"user_id":"@bot:hs"})")), "wait 1000");
    EXPECT_EQ(wake(), "login");
}

TEST_F(MatrixSession, DoesNotSpinOnAServerThatAnswersLongPollsAtOnce) {
    reach_polling();
    const Answer empty = answered(200, R"({"next_batch":"s2"})");
    for (int i = 0; i < 3; ++i) EXPECT_EQ(feed(empty, 10ms), "deliver, sync 30000");
    EXPECT_EQ(feed(empty, 10ms), "deliver, wait 1000");
    EXPECT_EQ(wake(), "sync 30000");
}

TEST_F(MatrixSession, KeepsPollingWhenALongPollSimplyEnds) {
    reach_polling();
    const Answer empty = answered(200, R"({"next_batch":"s2"})");
    for (int i = 0; i < 20; ++i) EXPECT_EQ(feed(empty, 30s), "deliver, sync 30000");
}

}  // namespace
}  // namespace confab::matrix
