#include "client.hpp"

namespace confab::irc_sandbox {

Client::Client(std::string nick_in, std::string account_in)
    : nick(std::move(nick_in)),
      user(nick),
      real_name(nick),
      account(std::move(account_in)),
      registered(true) {}

void Client::send(std::string_view line) {
    if (!is_real() || frozen_ || closing_) return;
    if (outbox_.size() + line.size() > kMaxOutbox) return drop();
    outbox_ += line;
    outbox_ += "\r\n";
    wake_.notify();
}

void Client::send_raw(std::string_view bytes) {
    if (!is_real() || closing_) return;
    outbox_ += bytes;
    wake_.notify();
}

void Client::finish() {
    closing_ = true;
    wake_.notify();
}

void Client::drop() {
    closing_ = true;
    outbox_.clear();
    if (stream_) stream_->expires_after(Duration(0));
    wake_.notify();
}

Task<bool> Client::write_for(Duration limit) {
    if (outbox_.empty()) {
        if (closing_) co_return false;
        const bool woken = co_await wake_.wait_for(limit);
        if (!woken) co_return true;
    }
    std::string bytes;
    bytes.swap(outbox_);
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
