#include "core/http/pool.hpp"

#include <gtest/gtest.h>

#include "core/metrics/registry.hpp"

namespace confab::core {
namespace {

using std::chrono::seconds;

class FakeClock final : public Clock {
public:
    TimePoint now() const noexcept override { return now_; }
    WallTime wall_now() const noexcept override { return WallTime(); }
    Task<void> sleep(Duration) override { co_return; }
    Task<bool> run_for(Duration, Task<void>) override { co_return false; }
    void advance(Duration by) { now_ += by; }

private:
    TimePoint now_{std::chrono::hours(1)};
};

/// A stream whose end by the peer the test decides.
class FakeStream final : public Stream, public IdleWatch {
public:
    explicit FakeStream(int& open) : open_(open) { ++open_; }
    ~FakeStream() override { --open_; }
    Task<Result<std::size_t>> read_some(std::span<char>) override { co_return Error(Errc::closed, ""); }
    Task<Result<void>> write(std::string_view) override { co_return Result<void>(); }
    void expires_after(Duration) override {}
    void expires_never() override {}
    Task<void> close() override { co_return; }
    std::string description() const override { return "fake"; }
    void watch(IdleObserver& observer) override { observer_ = &observer; }
    bool unwatch() override {
        observer_ = nullptr;
        return alive;
    }
    void end_by_peer() {
        alive = false;
        if (IdleObserver* const observer = std::exchange(observer_, nullptr)) observer->on_idle_ended();
    }
    bool alive = true;

private:
    int& open_;
    IdleObserver* observer_ = nullptr;
};

class Pool : public ::testing::Test {
protected:
    explicit Pool(HttpPoolConfig config = {}) : config_(config) {}

    std::shared_ptr<ConnectionPool> make(std::size_t total = 10, std::size_t per_host = 5) {
        return std::make_shared<ConnectionPool>(config_, PoolLimits(total, per_host), clock_, metrics_);
    }
    FakeStream& open(Lease& lease, const std::string& origin) {
        auto stream = std::make_unique<FakeStream>(open_);
        FakeStream& raw = *stream;
        lease.adopt(std::make_unique<HttpConnection>(origin, std::move(stream), 1024, clock_.now()));
        return raw;
    }
    /// Opens a connection and gives it back for keeping.
    FakeStream& park(ConnectionPool& pool, const std::string& origin,
                     std::optional<Duration> hint = std::nullopt) {
        std::optional<Lease> lease = pool.try_acquire(ConnectionWish(origin, true, true));
        EXPECT_TRUE(lease.has_value());
        FakeStream& stream = open(*lease, origin);
        lease->keep(hint);
        return stream;
    }

    FakeClock clock_;
    MetricsRegistry registry_;
    HttpMetrics metrics_{registry_};
    HttpPoolConfig config_;
    int open_ = 0;
};

const ConnectionWish kA("http://a:80");
const ConnectionWish kPost("http://a:80", false);

TEST_F(Pool, HandsAKeptConnectionToTheNextRequest) {
    const auto pool = make();
    park(*pool, kA.origin);
    EXPECT_EQ(pool->idle(), 1u);
    EXPECT_EQ(metrics_.pool_idle.value(), 1);
    const auto lease = pool->try_acquire(kA);
    ASSERT_TRUE(lease.has_value());
    EXPECT_EQ(pool->idle(), 0u);
    EXPECT_EQ(pool->active(), 1u);
    EXPECT_EQ(open_, 1);
    EXPECT_EQ(metrics_.pool_active.value(), 1);
}

TEST_F(Pool, ClosesWhatWasNotGivenBackForKeeping) {
    const auto pool = make();
    {
        auto lease = pool->try_acquire(kA);
        open(*lease, kA.origin);
    }
    EXPECT_EQ(open_, 0);
    EXPECT_EQ(pool->active(), 0u);
    EXPECT_EQ(pool->idle(), 0u);
}

TEST_F(Pool, KeepsBothLimits) {
    const auto pool = make(4, 2);
    std::vector<Lease> leases;
    for (const char* origin : {"a", "a", "b", "b"})
        leases.push_back(*pool->try_acquire(ConnectionWish(origin)));
    EXPECT_FALSE(pool->try_acquire(ConnectionWish("a")).has_value()) << "host full";
    EXPECT_FALSE(pool->try_acquire(ConnectionWish("c")).has_value()) << "all full";
    leases.pop_back();
    EXPECT_FALSE(pool->try_acquire(ConnectionWish("a")).has_value());
    EXPECT_TRUE(pool->try_acquire(ConnectionWish("c")).has_value());
}

TEST_F(Pool, ClosesTheOldestIdleConnectionToMakeRoom) {
    const auto pool = make(3, 3);
    park(*pool, "a");
    park(*pool, "b");
    park(*pool, "c");
    EXPECT_TRUE(pool->try_acquire(ConnectionWish("d")).has_value());
    EXPECT_EQ(open_, 2);
    EXPECT_EQ(pool->try_acquire(ConnectionWish("b"))->connection()->origin(), "b") << "a's was the oldest";
}

TEST_F(Pool, GivesAPostNoConnectionThatWasIdleForLong) {
    const auto pool = make();
    park(*pool, kA.origin);
    clock_.advance(Duration(1'999));
    {
        auto lease = pool->try_acquire(kPost);
        ASSERT_NE(lease->connection(), nullptr);
        lease->keep(std::nullopt);
    }
    clock_.advance(Duration(2'000));
    EXPECT_EQ(pool->try_acquire(kPost)->connection(), nullptr);
    EXPECT_NE(pool->try_acquire(kA)->connection(), nullptr) << "a GET may have it";
}

TEST_F(Pool, DropsAConnectionWhenThePeerEndsIt) {
    const auto pool = make();
    park(*pool, kA.origin).end_by_peer();
    EXPECT_EQ(pool->idle(), 0u);
    EXPECT_EQ(open_, 0);
    park(*pool, kA.origin).alive = false;  // ended, but the loop has not told yet
    EXPECT_EQ(pool->try_acquire(kA)->connection(), nullptr);
    EXPECT_EQ(open_, 0);
}

TEST_F(Pool, ClosesWhatWasIdleForThirtySeconds) {
    const auto pool = make();
    EXPECT_EQ(pool->sweep(), std::nullopt);
    park(*pool, "a");
    clock_.advance(seconds(10));
    park(*pool, "b");
    EXPECT_EQ(pool->sweep(), clock_.now() + seconds(20));
    clock_.advance(seconds(20));
    EXPECT_EQ(pool->sweep(), clock_.now() + seconds(10));
    EXPECT_EQ(pool->idle(), 1u);
    clock_.advance(seconds(10));
    EXPECT_EQ(pool->try_acquire(ConnectionWish("b"))->connection(), nullptr) << "also without a sweep";
}

TEST_F(Pool, ObeysTheServersHintAndTheMaximumAge) {
    const auto pool = make();
    park(*pool, "hinted", seconds(3));
    clock_.advance(seconds(3));
    EXPECT_EQ(pool->try_acquire(ConnectionWish("hinted"))->connection(), nullptr);
    park(*pool, "zero", Duration(0));
    EXPECT_EQ(pool->idle(), 0u);

    park(*pool, "old");
    for (int i = 0; i < 29; ++i) {
        clock_.advance(seconds(20));
        auto lease = pool->try_acquire(ConnectionWish("old"));
        ASSERT_NE(lease->connection(), nullptr) << i;
        lease->keep(std::nullopt);
    }
    clock_.advance(seconds(20));
    EXPECT_EQ(pool->try_acquire(ConnectionWish("old"))->connection(), nullptr) << "ten minutes are enough";
}

TEST_F(Pool, GivesAFreshConnectionWhenAsked) {
    const auto pool = make(10, 1);
    park(*pool, kA.origin);
    const auto lease = pool->try_acquire(ConnectionWish(kA.origin, true, true));
    ASSERT_TRUE(lease.has_value());
    EXPECT_EQ(open_, 0) << "the idle one gave way";
}

TEST_F(Pool, KeepsNothingOnceShut) {
    const auto pool = make();
    park(*pool, "a");
    auto lease = pool->try_acquire(ConnectionWish("b"));
    open(*lease, "b");
    pool->shut();
    EXPECT_EQ(open_, 1);
    lease->keep(std::nullopt);
    lease.reset();
    EXPECT_EQ(open_, 0);
}

}  // namespace
}  // namespace confab::core
