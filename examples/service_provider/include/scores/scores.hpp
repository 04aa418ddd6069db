#pragma once
/// A service that one plugin offers and others use: all that they share is this header.
///
/// Its rules: a new id ("example.scores/2") for every incompatible change; interfaces with virtual functions
/// only; the destructor defined in the provider's source, so that there is one vtable, the provider's. Users
/// only call it: they never make one, and never ask for its type. So nothing of it has to be exported.

#include <cstdint>
#include <functional>
#include <string>

namespace example {

class Score {
public:
    std::string who;
    std::int64_t points = 0;
};

class Scores {
public:
    static constexpr const char* kServiceId = "example.scores/1";
    using Listener = std::function<void(const Score&)>;

    virtual ~Scores();
    virtual std::int64_t points(const std::string& who) const = 0;
    /// Calls `listener` after every change, on the I/O thread, until `unsubscribe`. Give a callback made with
    /// `Context::guarded`: then it does nothing once its plugin has stopped.
    virtual std::uint64_t subscribe(Listener listener) = 0;
    virtual void unsubscribe(std::uint64_t subscription) = 0;
};

}  // namespace example
