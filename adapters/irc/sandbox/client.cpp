#include "client.hpp"

#include <algorithm>

#include "multiline.hpp"
#include "sasl.hpp"

namespace confab::irc_sandbox {

Client::Client(std::string nick_in, std::string account_in)
    : nick(std::move(nick_in)),
      user(nick),
      real_name(nick),
      account(std::move(account_in)),
      registered(true) {}

Client::Client(std::unique_ptr<Stream> stream, Clock& clock) : stream_(std::move(stream)), clock_(&clock) {}

Client::~Client() = default;

bool Client::is_in(const Channel& channel) const {
    return std::find(channels.begin(), channels.end(), &channel) != channels.end();
}

void Client::send(OutLine line) {
    if (!is_real() || frozen_ || closing_) return;
    if (gathering_)
        answers_.push_back(std::move(line));
    else
        send_aside(std::move(line));
}

void Client::send_aside(OutLine line) {
    if (!is_real() || frozen_ || dropped_) return;
    const std::string head = line.tags.empty() ? "" : "@" + line.tags + " ";
    queue(head + line.body + "\r\n");
}

void Client::send_raw(std::string_view bytes) {
    if (is_real() && !closing_) queue(bytes);
}

std::vector<OutLine> Client::gathered() {
    gathering_ = false;
    return std::exchange(answers_, {});
}

void Client::queue(std::string_view bytes) {
    if (unwritten_ + bytes.size() > kMaxOutbox) return drop();
    unwritten_ += bytes.size();
    TimePoint due{};
    if (lag_ > Duration(0) || interval_ > Duration(0)) {
        due = clock_->now() + lag_;
        if (interval_ > Duration(0)) due = std::max(due, last_due_ + interval_);
        last_due_ = due;
    }
    if (outbox_.empty() || outbox_.back().due != due) {
        outbox_.emplace_back();
        outbox_.back().due = due;
    }
    outbox_.back().bytes += bytes;
    wake_.notify();
}

void Client::finish() {
    closing_ = true;
    wake_.notify();
}

void Client::drop() {
    closing_ = dropped_ = true;
    outbox_.clear();
    unwritten_ = 0;
    if (stream_) stream_->expires_after(Duration(0));
    wake_.notify();
}

Task<bool> Client::write_for(Duration limit) {
    if (outbox_.empty()) {
        if (closing_) co_return false;
        const bool woken = co_await wake_.wait_for(limit);
        co_return !woken;
    }
    const auto left = std::chrono::ceil<Duration>(outbox_.front().due - clock_->now());
    if (left > Duration(0)) {
        co_await wake_.wait_for(left);
        co_return false;
    }
    const std::string bytes = std::move(outbox_.front().bytes);
    outbox_.pop_front();
    unwritten_ -= bytes.size();
    const std::size_t step = bytewise_ ? 1 : bytes.size();
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        const Result<void> written = co_await stream_->write(std::string_view(bytes).substr(at, step));
        if (!written) {
            drop();
            break;
        }
    }
    co_return false;
}

}  // namespace confab::irc_sandbox
