#include "core/net/ares_driver.hpp"

#include <ares.h>
#include <netdb.h>
#include <netinet/in.h>

#include <algorithm>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstring>
#include <map>
#include <optional>
#include <stdexcept>

namespace confab::core {
namespace asio = boost::asio;
namespace {

struct Query {
    std::optional<Result<DnsAnswer>> outcome;
    Signal done;
};

asio::ip::address to_address(const sockaddr* raw) {
    if (raw->sa_family == AF_INET) {
        sockaddr_in v4;
        std::memcpy(&v4, raw, sizeof v4);
        return asio::ip::address_v4(ntohl(v4.sin_addr.s_addr));
    }
    sockaddr_in6 v6;
    std::memcpy(&v6, raw, sizeof v6);
    asio::ip::address_v6::bytes_type bytes;
    std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    return asio::ip::address_v6(bytes, v6.sin6_scope_id);
}

Result<DnsAnswer> to_answer(int status, const ares_addrinfo* info) {
    if (status == ARES_ENOTFOUND || status == ARES_ENODATA || status == ARES_EBADNAME)
        return Error(Errc::not_found, "no such host name");
    if (status != ARES_SUCCESS) return Error(Errc::unavailable, std::string("DNS: ") + ares_strerror(status));
    DnsAnswer answer;
    int ttl = 300;
    for (const ares_addrinfo_node* node = info->nodes; node; node = node->ai_next) {
        if (node->ai_family != AF_INET && node->ai_family != AF_INET6) continue;
        answer.addresses.push_back(to_address(node->ai_addr));
        ttl = std::min(ttl, node->ai_ttl);
    }
    answer.ttl = std::chrono::seconds(ttl);
    if (answer.addresses.empty()) return Error(Errc::not_found, "the host name has no address");
    return answer;
}

}  // namespace

class AresDriver::Channel : public std::enable_shared_from_this<Channel> {
public:
    explicit Channel(asio::any_io_executor executor) : executor_(std::move(executor)), timer_(executor_) {}
    ~Channel() { close(); }

    void open(const ResolverConfig& config) {
        static const int library = ares_library_init(ARES_LIB_INIT_ALL);
        ares_options options{};
        options.timeout = static_cast<int>(config.query_timeout.count());
        options.tries = config.tries;
        options.sock_state_cb = [](void* self, ares_socket_t fd, int readable, int writable) {
            static_cast<Channel*>(self)->on_socket(fd, readable != 0, writable != 0);
        };
        options.sock_state_cb_data = this;
        const int status =
            library != ARES_SUCCESS
                ? library
                : ares_init_options(&channel_, &options,
                                    ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB);
        if (status != ARES_SUCCESS) throw std::runtime_error(std::string("c-ares: ") + ares_strerror(status));
        if (!config.servers.empty() &&
            ares_set_servers_ports_csv(channel_, config.servers.c_str()) != ARES_SUCCESS)
            throw std::runtime_error("not a list of name servers: " + config.servers);
    }

    void close() {
        if (channel_) ares_destroy(std::exchange(channel_, nullptr));  // answers every query with "destroyed"
        timer_.cancel();
    }

    void start(const std::string& host, std::shared_ptr<Query> query) {
        ares_addrinfo_hints hints{};
        hints.ai_family = AF_UNSPEC;
        hints.ai_socktype = SOCK_STREAM;  // else each address comes once per kind of socket
        auto* const argument = new std::shared_ptr<Query>(std::move(query));
        ares_getaddrinfo(channel_, host.c_str(), nullptr, &hints, on_answer, argument);
        arm_timer();
    }

private:
    struct Socket {
        Socket(asio::any_io_executor executor, int fd) : descriptor(std::move(executor), fd) {}
        ~Socket() { descriptor.release(); }  // c-ares closes it
        asio::posix::stream_descriptor descriptor;
        bool read = false, write = false;       // wanted
        bool reading = false, writing = false;  // being waited for
    };

    static void on_answer(void* argument, int status, int, ares_addrinfo* info) {
        const std::unique_ptr<std::shared_ptr<Query>> query(static_cast<std::shared_ptr<Query>*>(argument));
        (*query)->outcome.emplace(to_answer(status, info));
        if (info) ares_freeaddrinfo(info);
        (*query)->done.notify();
    }

    void on_socket(ares_socket_t fd, bool read, bool write) {
        if (!read && !write) {
            sockets_.erase(fd);
            return;
        }
        auto& socket = sockets_[fd];
        if (!socket) socket = std::make_shared<Socket>(executor_, fd);
        socket->read = read;
        socket->write = write;
        wait(fd, socket);
    }

    void wait(ares_socket_t fd, const std::shared_ptr<Socket>& socket) {
        using Descriptor = asio::posix::stream_descriptor;
        const auto arm = [&](bool wanted, bool Socket::*pending, Descriptor::wait_type what) {
            if (!wanted || (*socket).*pending) return;
            (*socket).*pending = true;
            socket->descriptor.async_wait(
                what, [self = weak_from_this(), socket, fd, pending, what](boost::system::error_code error) {
                    (*socket).*pending = false;
                    if (const auto channel = self.lock(); channel && !error)
                        channel->process(fd, socket, what);
                });
        };
        arm(socket->read, &Socket::reading, Descriptor::wait_read);
        arm(socket->write, &Socket::writing, Descriptor::wait_write);
    }

    void process(ares_socket_t fd, const std::shared_ptr<Socket>& socket,
                 asio::posix::stream_descriptor::wait_type what) {
        const auto current = sockets_.find(fd);
        if (!channel_ || current == sockets_.end() || current->second != socket)
            return;  // the number was reused
        const bool read = what == asio::posix::stream_descriptor::wait_read;
        ares_process_fd(channel_, read ? fd : ARES_SOCKET_BAD, read ? ARES_SOCKET_BAD : fd);
        if (const auto still = sockets_.find(fd); still != sockets_.end() && still->second == socket)
            wait(fd, socket);
        arm_timer();
    }

    void arm_timer() {
        timeval limit{};
        if (!channel_ || !ares_timeout(channel_, nullptr, &limit)) return;
        timer_.expires_after(std::chrono::seconds(limit.tv_sec) + std::chrono::microseconds(limit.tv_usec));
        timer_.async_wait([self = weak_from_this()](boost::system::error_code error) {
            const auto channel = self.lock();
            if (error || !channel || !channel->channel_) return;
            ares_process_fd(channel->channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
            channel->arm_timer();
        });
    }

    asio::any_io_executor executor_;
    asio::steady_timer timer_;
    ares_channel channel_ = nullptr;
    std::map<ares_socket_t, std::shared_ptr<Socket>> sockets_;  // shared with the handlers that wait for them
};

AresDriver::AresDriver(asio::any_io_executor executor, const ResolverConfig& config)
    : channel_(std::make_shared<Channel>(std::move(executor))) {
    channel_->open(config);
}

AresDriver::~AresDriver() {
    channel_->close();
}

Task<Result<DnsAnswer>> AresDriver::query(std::string host) {
    const auto query = std::make_shared<Query>();
    channel_->start(host, query);
    while (!query->outcome) co_await query->done.wait();
    co_return std::move(*query->outcome);
}

}  // namespace confab::core
