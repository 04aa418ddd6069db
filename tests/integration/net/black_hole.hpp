#pragma once
/// A place on loopback that answers no connection: a listener whose queue is full, so that the kernel drops
/// what still arrives.

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string>
#include <vector>

namespace confab::test {

class BlackHole {
public:
    explicit BlackHole(const std::string& address, std::uint16_t port = 0) {
        at_.sin_family = AF_INET;
        at_.sin_port = htons(port);
        ::inet_pton(AF_INET, address.c_str(), &at_.sin_addr);
        const int listener = keep(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        const int yes = 1;
        ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        socklen_t size = sizeof at_;
        EXPECT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&at_), size), 0);
        EXPECT_EQ(::listen(listener, 0), 0);
        ::getsockname(listener, reinterpret_cast<sockaddr*>(&at_), &size);
        while (connects()) {
            if (sockets_.size() > 64) throw std::runtime_error("the queue does not fill");
        }
    }
    ~BlackHole() {
        for (const int fd : sockets_) ::close(fd);
    }
    BlackHole(const BlackHole&) = delete;
    BlackHole& operator=(const BlackHole&) = delete;

    std::uint16_t port() const { return ntohs(at_.sin_port); }

private:
    int keep(int fd) {
        sockets_.push_back(fd);
        return fd;
    }
    bool connects() {
        const int fd = keep(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        ::connect(fd, reinterpret_cast<const sockaddr*>(&at_), sizeof at_);
        pollfd watched{fd, POLLOUT, 0};
        return ::poll(&watched, 1, 100) == 1;  // over loopback a handshake is done within the call
    }

    sockaddr_in at_{};
    std::vector<int> sockets_;
};

}  // namespace confab::test
