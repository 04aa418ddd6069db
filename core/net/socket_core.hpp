#pragma once
/// A socket with one deadline and an idle watch: what plain and TLS streams have in common.

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string>

#include "confab/result.hpp"
#include "confab/task.hpp"
#include "core/net/idle_watch.hpp"

namespace confab::core {

/// Shared with the handlers of its timer and of its idle watch, which may run after the stream is gone.
class SocketCore : public std::enable_shared_from_this<SocketCore> {
public:
    explicit SocketCore(boost::asio::any_io_executor executor) : socket_(executor), timer_(executor) {}
    explicit SocketCore(boost::asio::ip::tcp::socket socket)
        : socket_(std::move(socket)), timer_(socket_.get_executor()) {}

    boost::asio::ip::tcp::socket& socket() noexcept { return socket_; }

    void expires_at(TimePoint due);
    void expires_after(Duration limit) { expires_at(std::chrono::steady_clock::now() + limit); }
    void expires_never() noexcept { due_ = TimePoint::max(); }
    bool has_deadline() const noexcept { return due_ != TimePoint::max(); }

    /// The end of the owner: nothing is called or kept open after this.
    void shut() noexcept;
    void reset() noexcept;  ///< As `shut`, with a RST to the peer.
    /// Sends FIN; then, unless a task is reading already, reads until the peer's end, at most a second.
    /// Without that a close with unread input makes the kernel send RST, which can destroy our last bytes on
    /// their way.
    Task<void> linger();
    bool reading = false;  ///< A task waits for input.

    void watch(IdleObserver& observer);
    bool unwatch();

    /// `cause` as an Error; what the deadline did is a timeout, whatever the operation reports.
    Error error(boost::system::error_code cause, std::string_view doing) const;
    /// "127.0.0.1:6697" of the peer, or "closed".
    std::string peer() const;

private:
    void wait_while_idle();
    void arm();
    void on_timer();

    boost::asio::ip::tcp::socket socket_;
    boost::asio::steady_timer timer_;
    TimePoint due_ = TimePoint::max();
    TimePoint armed_ = TimePoint::max();
    IdleObserver* observer_ = nullptr;
    bool waiting_ = false;
    bool expired_ = false;
};

}  // namespace confab::core
