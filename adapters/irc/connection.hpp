#pragma once
/// One connection while it lasts: a stream, the session that decides, and the queue of what is to be sent.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "confab/adapter.hpp"
#include "confab/service/clock.hpp"
#include "confab/service/stream.hpp"
#include "send/pace.hpp"
#include "send/send_queue.hpp"
#include "session.hpp"
#include "wire/line_buffer.hpp"

namespace confab::irc {

/// Two tasks work on it, one reading and one writing, and share its ownership: either may end first.
class Connection {
public:
    Connection(std::unique_ptr<Stream> stream, Session session, SendQueue queue, Clock& clock,
               AccountContext& context)
        : stream_(std::move(stream)),
          session_(std::move(session)),
          queue_(std::move(queue)),
          clock_(clock),
          context_(context) {}

    /// Called with each announcement of strict transport security that counts.
    std::function<void(const StsOffer&)> on_sts;
    /// Called with each measured way to the server and back.
    std::function<void(Duration)> on_lag;

    /// Registers, then hands on what comes, until the connection ends.
    Task<Ending> read();
    /// Sends what is queued and keeps the session's time, until `finish`.
    static Task<void> write(std::shared_ptr<Connection> self);

    /// Queues what one target gets, all or none. False when the queue is full.
    bool push(const std::string& target, std::vector<Outgoing> all);
    void quit(std::string_view reason);
    /// Ends both tasks; whoever waits for a line to be sent is told that it was not.
    void finish();

    /// Before `read`: once registered, sends as fast as the network is known to allow.
    bool paces_itself = false;

    const Session& session() const { return session_; }
    /// How long it has been usable.
    Duration ready_for() const;

private:
    Moment now() const { return {clock_.now(), clock_.wall_now()}; }
    void perform();
    bool enqueue(Send send);
    void drop_for_lost_channel(const Event& event);
    void report(const Report& report);
    Ending stream_ended(const Error& error) const;
    Task<bool> write_batch();
    Duration time_to_wait() const;

    std::unique_ptr<Stream> stream_;
    Session session_;
    SendQueue queue_;
    LineBuffer lines_;
    Actions actions_;  // those of one line, performed before the next
    Clock& clock_;
    AccountContext& context_;
    Signal wake_;
    std::optional<Ending> ending_;
    std::optional<TimePoint> ready_since_;
    bool finished_ = false;
};

}  // namespace confab::irc
