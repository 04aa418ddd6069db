#pragma once
/// Coroutines. A `Task<T>` is lazy: it runs when awaited or spawned through a `Context`. Everything a plugin
/// writes runs on the one I/O thread; what blocks or computes goes through `Context::on_worker`.
///
/// g++ 12 miscompiles, silently, a full-expression that contains `co_await` and also makes an aggregate with
/// non-trivial members, a lambda that captures such a thing by value, or a `?:` of class type. Make a named
/// local first, then `std::move` it. (The types of this SDK have constructors, so they are safe.)

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>

#include "confab/abi.hpp"

namespace confab::inline v1 {

template <class T = void>
using Task = boost::asio::awaitable<T>;

using Duration = std::chrono::milliseconds;
using TimePoint = std::chrono::steady_clock::time_point;
using WallTime = std::chrono::system_clock::time_point;

/// Wakes one waiting task. A `notify` before the `wait` is remembered (once). I/O thread only.
class CONFAB_API Signal {
public:
    Signal();
    ~Signal();
    Signal(const Signal&) = delete;
    Signal& operator=(const Signal&) = delete;

    void notify();
    /// Returns at the next `notify`, or at once when one is pending. Throws on cancellation.
    Task<void> wait();
    /// As `wait`; false when `limit` passed first.
    Task<bool> wait_for(Duration limit);

private:
    struct State;
    std::shared_ptr<State> state_;  // shared with a waiting coroutine
};

}  // namespace confab::inline v1
