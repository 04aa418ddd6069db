#include "core/straico/balance.hpp"

#include <algorithm>
#include <string>

namespace confab::core::straico {

Balance::Balance(const StraicoConfig& config, Clock& clock, Metrics& metrics, Logger& log)
    : lifetime_(config.user_lifetime),
      low_(config.low_balance),
      clock_(clock),
      log_(log),
      gauge_(metrics.gauge("confab_straico_balance_coins")) {}

Balance::Payment::Payment(Balance& balance) : balance_(balance) {
    ++balance_.epoch_;
    ++balance_.paying_;
}

Balance::Payment::~Payment() {
    ++balance_.epoch_;
    --balance_.paying_;
}

/// The right to ask the service. Its end wakes everybody who waits, also when it was cancelled.
class Balance::Leader {
public:
    explicit Leader(Balance& balance) : balance_(balance), flight_(std::make_shared<Flight>()) {
        flight_->epoch = balance.epoch_;
        balance_.flight_ = flight_;
    }
    ~Leader() {
        flight_->landed = true;
        if (balance_.flight_ == flight_) balance_.flight_.reset();
        for (Signal* follower : flight_->waiting) follower->notify();
    }
    Leader(const Leader&) = delete;
    Leader& operator=(const Leader&) = delete;
    void land(const Result<StraicoUser>& user) {
        flight_->result = user;
        if (user) balance_.learn(*user, flight_->epoch);
    }

private:
    Balance& balance_;
    std::shared_ptr<Flight> flight_;
};

bool Balance::is_current(const Kept& kept) const {
    return paying_ == 0 && kept.epoch == epoch_ && clock_.now() - kept.fetched_at < lifetime_;
}

Task<void> Balance::follow(std::shared_ptr<Flight> flight) {
    struct Place {
        Place(Flight& flight_in, Signal& signal_in) : flight(flight_in), signal(signal_in) {
            flight.waiting.push_back(&signal);
        }
        ~Place() { flight.waiting.remove(&signal); }
        Flight& flight;
        Signal& signal;
    };
    Signal landed;
    const Place place(*flight, landed);
    if (!flight->landed) co_await landed.wait();
}

Task<Result<StraicoUser>> Balance::user(Fetch fetch) {
    for (;;) {
        if (kept_ && is_current(*kept_)) co_return kept_->user;
        const std::shared_ptr<Flight> flight = flight_;
        if (!flight || flight->epoch != epoch_) break;
        co_await follow(flight);
        if (flight->result) co_return *flight->result;
    }
    Leader leader(*this);
    Result<StraicoUser> user = co_await fetch();
    leader.land(user);
    co_return user;
}

void Balance::learn(const StraicoUser& user, std::uint64_t epoch) {
    if (kept_ && kept_->epoch > epoch) return;  // a later request came back sooner
    kept_ = Kept{user, clock_.now(), epoch};
    set_coins(user.coins);
}

void Balance::spent(double coins) {
    if (coins_) set_coins(*coins_ - std::clamp(coins, 0.0, kMaxCoins));
}

void Balance::set_coins(double coins) {
    coins_ = std::clamp(coins, 0.0, kMaxCoins);
    gauge_.set(static_cast<std::int64_t>(*coins_));
    const bool low = low_ > 0 && *coins_ < low_;
    if (low && !warned_) {
        const std::string left = std::to_string(static_cast<std::int64_t>(*coins_));
        const std::string limit = std::to_string(static_cast<std::int64_t>(low_));
        log_.warn("straico coins are running low", {{"coins", left}, {"low_balance", limit}});
    }
    warned_ = low;
}

}  // namespace confab::core::straico
