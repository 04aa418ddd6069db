#pragma once
/// One fetch per key at a time: who comes second waits for the first.

#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::core {

/// I/O thread only. Followers learn that the leader has landed (then the cache may have the answer), or its
/// error; a leader that was cancelled just ends, and one of them takes over.
class SingleFlight {
public:
    enum class Outcome : unsigned char { landed, failed, abandoned, timeout };

private:
    struct Flight {
        std::list<Signal*> waiting;
        Outcome outcome = Outcome::timeout;  // while it is in the air
        Error error;
    };

public:
    /// The right to fetch; hold it until the answer is stored.
    class Leader {
    public:
        Leader(SingleFlight& flights, std::string key);
        ~Leader();
        Leader(const Leader&) = delete;
        Leader& operator=(const Leader&) = delete;
        void landed() noexcept { flight_->outcome = Outcome::landed; }
        void failed(const Error& error);

    private:
        SingleFlight& flights_;
        std::string key_;
        std::shared_ptr<Flight> flight_;  // shared with its followers
    };

    class Landing {
    public:
        Outcome outcome = Outcome::timeout;
        Error error;  ///< Of `failed`.
    };

    bool in_the_air(const std::string& key) const { return flights_.contains(key); }
    /// Waits for the flight of `key`, which must be in the air.
    Task<Landing> follow(std::string key, Duration limit);

private:
    std::map<std::string, std::shared_ptr<Flight>> flights_;
};

}  // namespace confab::core
