#include "core/net/socket_options.hpp"

#include <netinet/tcp.h>
#include <sys/socket.h>

namespace confab::core {
namespace {

void set(int fd, int level, int option, int value) {
    // A kernel without one of these options loses a refinement, not the connection.
    ::setsockopt(fd, level, option, &value, sizeof value);
}

}  // namespace

void tune(boost::asio::ip::tcp::socket& socket, Duration user_timeout) {
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    const int fd = socket.native_handle();
    set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    set(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
    set(fd, IPPROTO_TCP, TCP_KEEPIDLE, 30);
    set(fd, IPPROTO_TCP, TCP_KEEPINTVL, 10);
    set(fd, IPPROTO_TCP, TCP_KEEPCNT, 3);
    set(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, static_cast<int>(user_timeout.count()));
}

}  // namespace confab::core
