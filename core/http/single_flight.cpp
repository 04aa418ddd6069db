#include "core/http/single_flight.hpp"

namespace confab::core {

SingleFlight::Leader::Leader(SingleFlight& flights, std::string key)
    : flights_(flights), key_(std::move(key)), flight_(std::make_shared<Flight>()) {
    flights_.flights_[key_] = flight_;
}

SingleFlight::Leader::~Leader() {
    if (flight_->outcome == Outcome::timeout) flight_->outcome = Outcome::abandoned;
    if (const auto own = flights_.flights_.find(key_);
        own != flights_.flights_.end() && own->second == flight_)
        flights_.flights_.erase(own);
    for (Signal* follower : flight_->waiting) follower->notify();
}

void SingleFlight::Leader::failed(const Error& error) {
    flight_->outcome = Outcome::failed;
    flight_->error = error;
}

Task<SingleFlight::Landing> SingleFlight::follow(std::string key, Duration limit) {
    const std::shared_ptr<Flight> flight = flights_.at(key);
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
    if (flight->outcome == Outcome::timeout) co_await landed.wait_for(limit);
    Landing landing;
    landing.outcome = flight->outcome;
    landing.error = flight->error;
    co_return landing;
}

}  // namespace confab::core
