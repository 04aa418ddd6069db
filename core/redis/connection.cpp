#include "core/redis/connection.hpp"

#include <vector>

#include "core/redis/redis_error.hpp"

namespace confab::core {

namespace {
constexpr std::size_t kReadAtOnce = 16 * 1024;
}

RedisConnection::RedisConnection(std::unique_ptr<Stream> stream, Clock& clock, RedisConnectionLimits limits,
                                 Counter& bytes_in, Counter& bytes_out)
    : stream_(std::move(stream)),
      clock_(clock),
      limits_(limits),
      bytes_in_(bytes_in),
      bytes_out_(bytes_out),
      decoder_(limits.replies) {}

Task<void> RedisConnection::read(std::shared_ptr<RedisConnection> self) {
    std::vector<char> buffer(kReadAtOnce);
    while (!self->dropped_) {
        const Result<std::size_t> n = co_await self->stream_->read_some(buffer);
        if (!n) {
            self->drop(n.error());
            co_return;
        }
        self->bytes_in_.add(*n);
        self->decoder_.feed(std::string_view(buffer.data(), *n));
        if (!self->take_replies()) co_return;
    }
}

bool RedisConnection::take_replies() {
    for (;;) {
        Result<std::optional<RedisReply>> reply = decoder_.next();
        if (!reply) {
            drop(reply.error());
            return false;
        }
        if (!*reply) return true;
        if (pending_.empty()) {
            drop(Error(Errc::protocol, "a reply that nobody asked for"));
            return false;
        }
        deliver(std::move(**reply));
    }
}

void RedisConnection::deliver(RedisReply reply) {
    const std::shared_ptr<Pending> pending = std::move(pending_.front());
    pending_.pop_front();
    suspect_ = false;
    mind_the_deadline();
    if (pending->abandoned) return;
    timeouts_ = 0;
    if (reply.is(RedisReply::Type::error))
        pending->result.emplace(to_redis_error(reply.text));
    else
        pending->result.emplace(std::move(reply));
    pending->done.notify();
}

// The stream's deadline is the watch for a stall: it moves with every reply, and rests when none is due.
void RedisConnection::mind_the_deadline() {
    if (dropped_) return;
    if (pending_.empty())
        stream_->expires_never();
    else
        stream_->expires_after(limits_.stall);
}

Task<void> RedisConnection::write(std::shared_ptr<RedisConnection> self) {
    for (;;) {
        while (self->outgoing_.empty() && !self->dropped_) co_await self->writable_.wait();
        if (self->dropped_) co_return;
        const std::string batch = std::exchange(self->outgoing_, {});
        self->writing_ = batch.size();
        const Result<void> written = co_await self->stream_->write(batch);
        self->writing_ = 0;
        if (!written) {
            self->drop(written.error());
            co_return;
        }
        self->bytes_out_.add(batch.size());
    }
}

Task<Result<RedisReply>> RedisConnection::exchange(std::shared_ptr<RedisConnection> self, std::string command,
                                                   Duration limit) {
    if (self->dropped_) co_return Error(Errc::unavailable, "the connection to Redis has ended");
    if (self->pending_.size() >= self->limits_.max_pending)
        co_return Error(Errc::overloaded, "too many Redis commands wait for their replies");
    if (self->outgoing_.size() + self->writing_ + command.size() > self->limits_.max_unsent)
        co_return Error(Errc::overloaded, "too many bytes wait to be sent to Redis");
    const auto pending = std::make_shared<Pending>(self->clock_.now());
    self->pending_.push_back(pending);
    self->outgoing_ += command;
    command = {};
    if (self->pending_.size() == 1) self->mind_the_deadline();
    self->writable_.notify();

    struct Place {
        explicit Place(Pending& pending_in) : pending(pending_in) {}
        ~Place() { pending.abandoned = true; }  // also when the caller was cancelled
        Pending& pending;
    };
    const Place place(*pending);
    co_await pending->done.wait_for(limit);
    if (pending->result) co_return std::move(*pending->result);
    self->timed_out(*pending);
    co_return Error(Errc::timeout, "Redis did not answer in time").with(Delivery::maybe_sent);
}

// Of many commands that one hiccup delayed, only the first counts: the others were issued before it was
// known.
void RedisConnection::timed_out(const Pending& pending) {
    suspect_ = true;
    if (dropped_ || pending.issued < last_timeout_) return;
    last_timeout_ = clock_.now();
    if (++timeouts_ >= limits_.max_timeouts)
        drop(Error(Errc::timeout, "several commands in a row were not answered in time"));
}

void RedisConnection::drop(Error why) {
    if (dropped_) return;
    dropped_ = true;
    why_ = std::move(why);
    for (const std::shared_ptr<Pending>& pending : pending_) {
        if (pending->abandoned) continue;
        pending->result.emplace(Error(Errc::unavailable, "the connection to Redis ended: " + why_.message())
                                    .with(Delivery::maybe_sent));
        pending->done.notify();
    }
    pending_.clear();
    outgoing_ = {};
    stream_->expires_after(Duration(0));  // ends what the two tasks wait for
    writable_.notify();
    ended_.notify();
}

Task<void> RedisConnection::ended() {
    while (!dropped_) co_await ended_.wait();
}

}  // namespace confab::core
