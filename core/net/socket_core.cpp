#include "core/net/socket_core.hpp"

#include <sys/socket.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>

#include "core/net/await.hpp"
#include "core/net/net_error.hpp"

namespace confab::core {
namespace asio = boost::asio;

// The timer is moved only when the new deadline is earlier than the one it waits for; otherwise it fires at
// the old one and waits again. A busy connection so pays for a clock reading per request, not for a timer.
void SocketCore::expires_at(TimePoint due) {
    due_ = due;
    if (due_ < armed_) arm();
}

void SocketCore::arm() {
    armed_ = due_;
    timer_.expires_at(due_);
    timer_.async_wait([self = shared_from_this()](boost::system::error_code error) {
        if (!error) self->on_timer();
    });
}

void SocketCore::on_timer() {
    armed_ = TimePoint::max();
    if (due_ == TimePoint::max()) return;
    if (std::chrono::steady_clock::now() < due_) return arm();
    expired_ = true;
    // Closed, not cancelled: an operation whose handler is already queued would start another one and wait
    // for ever.
    boost::system::error_code ignored;
    socket_.close(ignored);
}

void SocketCore::shut() noexcept {
    observer_ = nullptr;
    due_ = TimePoint::max();
    boost::system::error_code ignored;
    socket_.close(ignored);
    if (armed_ != TimePoint::max()) timer_.cancel();
}

void SocketCore::reset() noexcept {
    boost::system::error_code ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    shut();
}

Task<void> SocketCore::linger() {
    const auto self = shared_from_this();
    boost::system::error_code error;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, error);
    if (error || reading) co_return;
    expires_after(Duration(1'000));
    std::array<char, 4096> unwanted;
    while (!error) {
        const auto [failure, n] = co_await socket_.async_read_some(asio::buffer(unwanted), kAwait);
        error = failure;
    }
}

// The wait itself starts in a later turn of the loop: a connection that is used again at once, as under load,
// so pays for no system call. A pending wait is not cancelled when the connection is used again: it completes
// with the next byte and finds no observer.
void SocketCore::watch(IdleObserver& observer) {
    observer_ = &observer;
    if (waiting_) return;
    waiting_ = true;
    asio::post(socket_.get_executor(), [self = shared_from_this()] { self->wait_while_idle(); });
}

void SocketCore::wait_while_idle() {
    if (!observer_) {
        waiting_ = false;
        return;
    }
    socket_.async_wait(asio::ip::tcp::socket::wait_read,
                       [self = shared_from_this()](boost::system::error_code) {
                           self->waiting_ = false;
                           if (IdleObserver* const observer = std::exchange(self->observer_, nullptr))
                               observer->on_idle_ended();
                       });
}

bool SocketCore::unwatch() {
    observer_ = nullptr;
    if (!socket_.is_open()) return false;
    char byte;
    return ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 &&
           (errno == EAGAIN || errno == EWOULDBLOCK);
}

Error SocketCore::error(boost::system::error_code cause, std::string_view doing) const {
    if (expired_) return Error(Errc::timeout, std::string(doing));
    return to_error(cause, std::string(doing));
}

std::string SocketCore::peer() const {
    boost::system::error_code error;
    const auto endpoint = socket_.remote_endpoint(error);
    if (error) return "closed";
    const std::string address = endpoint.address().to_string();
    const bool v6 = endpoint.address().is_v6();
    return (v6 ? "[" + address + "]" : address) + ":" + std::to_string(endpoint.port());
}

}  // namespace confab::core
