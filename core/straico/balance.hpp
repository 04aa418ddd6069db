#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>

#include "confab/service/clock.hpp"
#include "confab/service/logger.hpp"
#include "confab/service/metrics.hpp"
#include "confab/service/straico.hpp"
#include "core/straico/config.hpp"

namespace confab::core::straico {

inline constexpr double kMaxCoins = 1e12;  // keeps a lying answer inside the integers of the metrics

/// The account and its coins: kept for a while, never across a paid call, asked for by one request at a time.
/// I/O thread.
class Balance {
public:
    using Fetch = std::function<Task<Result<StraicoUser>>()>;

    /// The references must outlive it.
    Balance(const StraicoConfig& config, Clock& clock, Metrics& metrics, Logger& log);

    /// While one exists, and after it, no balance from before it is believed: the service may take the coins
    /// at any moment of the call, also of one that fails.
    class Payment {
    public:
        explicit Payment(Balance& balance);
        ~Payment();
        Payment(const Payment&) = delete;
        Payment& operator=(const Payment&) = delete;

    private:
        Balance& balance_;
    };

    /// From memory, from a request of somebody else that began after the last paid call did, or by `fetch`.
    Task<Result<StraicoUser>> user(Fetch fetch);
    void spent(double coins);
    /// As last told, less what was spent since.
    std::optional<double> coins() const { return coins_; }

private:
    struct Flight {
        std::uint64_t epoch = 0;
        bool landed = false;  // also without a result: its leader was cancelled
        std::optional<Result<StraicoUser>> result;
        std::list<Signal*> waiting;
    };
    class Leader;
    struct Kept {
        StraicoUser user;
        TimePoint fetched_at;
        std::uint64_t epoch = 0;
    };

    bool is_current(const Kept& kept) const;
    static Task<void> follow(std::shared_ptr<Flight> flight);
    void learn(const StraicoUser& user, std::uint64_t epoch);
    void set_coins(double coins);

    Duration lifetime_;
    double low_;
    Clock& clock_;
    Logger& log_;
    Gauge& gauge_;
    std::optional<Kept> kept_;
    std::shared_ptr<Flight> flight_;  // shared with its leader and followers
    std::optional<double> coins_;
    std::uint64_t epoch_ = 0;  // paid calls begun or ended
    unsigned paying_ = 0;      // under way now
    bool warned_ = false;
};

}  // namespace confab::core::straico
