#include "connection.hpp"

#include <algorithm>

namespace confab::irc {
namespace {

constexpr std::size_t kReadSize = 16 * 1024;
/// Lines read, and handed out as events, without a pause.
constexpr std::size_t kLinesAtOnce = 64;
/// Lines written with one call.
constexpr std::size_t kMaxBatch = 32;
/// What the session allows for silence, and a little more: by then it has noticed, unless a write hangs.
constexpr Duration kGrace{5'000};

/// Lines on their way. Whoever waits for them learns of a write that was cancelled, too.
class InFlight {
public:
    InFlight() = default;
    ~InFlight() {
        settle(Error(Errc::closed, "the connection to the IRC server ended").with(Delivery::maybe_sent));
    }
    InFlight(const InFlight&) = delete;
    InFlight& operator=(const InFlight&) = delete;

    void add(TicketPtr ticket) {
        if (ticket) tickets_.push_back(std::move(ticket));
    }
    void settle(const Result<void>& written) {
        for (const TicketPtr& ticket : tickets_) {
            if (written)
                ticket->settle(MessageId());
            else
                ticket->settle(written.error());
        }
        tickets_.clear();
    }

private:
    std::vector<TicketPtr> tickets_;
};

}  // namespace

Task<Ending> Connection::read() {
    std::vector<char> buffer(kReadSize);
    session_.on_connected(now(), actions_);
    perform();
    while (!ending_) {
        stream_->expires_after(session_.dead_after() + kGrace);
        const Result<std::size_t> got = co_await stream_->read_some(buffer);
        if (ending_) break;
        if (!got) {
            ending_ = stream_ended(got.error());
            break;
        }
        const std::size_t dropped = lines_.dropped();
        lines_.push(std::string_view(buffer.data(), *got));
        std::size_t handled = 0;
        while (const std::optional<std::string_view> line = lines_.next()) {
            session_.on_line(*line, now(), actions_);
            perform();
            if (ending_) break;
            // What listens has its turn before its queue is full.
            if (++handled % kLinesAtOnce == 0) co_await clock_.sleep(Duration(0));
            if (ending_) break;
        }
        if (lines_.dropped() != dropped) context_.log().warn("over-long line dropped");
        wake_.notify();
    }
    co_return std::move(*ending_);
}

Ending Connection::stream_ended(const Error& error) const {
    if (error.code() == Errc::cancelled) return Ending(EndingKind::cancelled, error.message(), "");
    if (session_.is_leaving()) return Ending(EndingKind::quit, error.message(), "");
    const bool early = !ready_since_;
    return Ending(EndingKind::lost, error.message(),
                  early ? "check that `server`, `port` and `tls` name an IRC server" : "");
}

Task<void> Connection::write(std::shared_ptr<Connection> self) {
    while (!self->finished_) {
        self->session_.on_timeout(self->now(), self->actions_);
        self->perform();
        if (self->ending_) self->stream_->expires_after(Duration(0));  // wakes the reader
        const bool wrote = co_await self->write_batch();
        if (!wrote) co_await self->wake_.wait_for(self->time_to_wait());
    }
}

Task<bool> Connection::write_batch() {
    std::string bytes;
    InFlight in_flight;
    for (std::size_t i = 0; i < kMaxBatch && !ending_; ++i) {
        const std::optional<Outgoing> next = queue_.pop(clock_.now());
        if (!next) break;
        const bool waits = session_.compose(*next, now(), bytes);
        if (!waits) in_flight.add(next->ticket);
    }
    if (bytes.empty()) co_return false;
    const Result<void> written = co_await stream_->write(bytes);
    in_flight.settle(written);
    if (!written) {
        queue_.fail_all(Error(Errc::closed, "the connection to the IRC server broke"));
        stream_->expires_after(Duration(0));  // wakes the reader
    }
    co_return written.has_value();
}

Duration Connection::time_to_wait() const {
    const TimePoint at = clock_.now();
    const TimePoint next = std::min(session_.next_timeout(), queue_.next_ready(at));
    if (next <= at) return Duration(0);
    return std::min(std::chrono::ceil<Duration>(next - at), Duration(60'000));
}

bool Connection::push(const std::string& target, std::vector<Outgoing> all) {
    std::size_t lines = 0;
    for (const Outgoing& one : all) lines += one.line_count();
    if (queue_.size() + lines > SendQueue::kCapacity) return false;
    for (Outgoing& one : all) queue_.push(target, std::move(one));
    wake_.notify();
    return true;
}

void Connection::quit(std::string_view reason) {
    queue_.push_urgent(session_.quit(reason));
    wake_.notify();
}

void Connection::finish() {
    finished_ = true;
    queue_.fail_all(Error(Errc::closed, "the connection to the IRC server ended"));
    session_.forget_sent();
    stream_->expires_after(Duration(0));
    wake_.notify();
}

Duration Connection::ready_for() const {
    if (!ready_since_) return Duration(0);
    return std::chrono::ceil<Duration>(clock_.now() - *ready_since_);  // it was usable, however short
}

void Connection::perform() {
    struct Perform {
        Connection& self;
        void operator()(Send& send) const {
            if (!self.enqueue(std::move(send)))
                self.context_.log().warn("line dropped", {{"cause", "send queue full"}});
        }
        void operator()(Deliver& deliver) const {
            self.drop_for_lost_channel(deliver.event);
            self.context_.emit(std::move(deliver.event));
        }
        void operator()(Close& close) const {
            if (!self.ending_) self.ending_ = std::move(close.ending);
        }
        void operator()(const StsSeen& seen) const {
            if (self.on_sts) self.on_sts(seen.offer);
        }
        void operator()(const Lag& lag) const {
            if (self.on_lag) self.on_lag(lag.round_trip);
        }
        void operator()(const Report& report) const { self.report(report); }
    };
    for (Action& action : actions_) std::visit(Perform{*this}, action);
    if (!ready_since_ && session_.is_ready()) {
        ready_since_ = clock_.now();
        if (paces_itself) {
            const Facts& facts = session_.facts();
            const Pace pace =
                pace_of(facts.isupport.network(), facts.server_version, facts.isupport.is_safe_rate());
            queue_.set_pace(pace.burst, pace.interval);
        }
        queue_.grant_burst();
    }
    if (!actions_.empty()) wake_.notify();
    actions_.clear();
}

bool Connection::enqueue(Send send) {
    if (send.lane == Lane::urgent) return queue_.push_urgent(std::move(send.line));
    if (send.lane == Lane::bulk) return queue_.push_bulk(std::move(send.line));
    return queue_.push({}, std::move(send.line));
}

// What waits for a channel that we are no longer in would only be refused.
void Connection::drop_for_lost_channel(const Event& event) {
    const MemberChanged* member = std::get_if<MemberChanged>(&event);
    if (!member || !member->user.is_self) return;
    const bool gone = member->change == MembershipChange::left ||
                      member->change == MembershipChange::kicked ||
                      member->change == MembershipChange::banned;
    if (gone)
        queue_.fail_target(member->where.channel.str(),
                           Error(Errc::forbidden, "not in " + member->where.channel.str() + " any more"));
}

void Connection::report(const Report& report) {
    std::vector<LogField> fields;
    for (const auto& [key, value] : report.fields) fields.emplace_back(key, value);
    if (context_.log().enabled(report.level))
        context_.log().write(report.level, report.event, fields.data(), fields.size());
}

}  // namespace confab::irc
