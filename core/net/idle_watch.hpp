#pragma once
/// What streams of the core offer besides `Stream`: to a pool that keeps one without using it, and to who
/// stages faults.

#include "confab/service/stream.hpp"

namespace confab::core {

class IdleObserver {
public:
    /// The peer closed, or sent what nobody asked for. Called from the event loop, once per `watch`.
    virtual void on_idle_ended() = 0;

protected:
    ~IdleObserver() = default;
};

/// Found by `dynamic_cast` from a Stream; streams of other makers may lack it.
class IdleWatch {
public:
    virtual ~IdleWatch() = default;
    /// The observer must live until `unwatch` or the end of the stream.
    virtual void watch(IdleObserver& observer) = 0;
    /// False when the peer already ended the connection or sent something: do not use the stream.
    virtual bool unwatch() = 0;
};

/// Found the same way.
class Abortive {
public:
    virtual ~Abortive() = default;
    /// The peer gets a RST: its next operation fails. Nothing can be read or written any more.
    virtual void reset() = 0;
};

}  // namespace confab::core
