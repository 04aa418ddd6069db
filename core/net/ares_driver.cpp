#include "core/net/ares_driver.hpp"

#include <ares.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/stat.h>

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

// RFC 8305 section 3: so long the other kind of address is waited for once there is one.
constexpr Duration kResolutionDelay{50};

struct Query {
    explicit Query(std::shared_ptr<Signal> done_in) : done(std::move(done_in)) {}
    bool has_addresses() const { return outcome && *outcome; }
    std::optional<Result<DnsAnswer>> outcome;
    std::shared_ptr<Signal> done;  // shared with the other queries for the same name
};

/// What is known of both families; believed as briefly as possible when one of them did not answer.
DnsAnswer merge(const Query& v6, const Query& v4) {
    DnsAnswer merged;
    merged.ttl = Duration::max();
    for (const Query* query : {&v6, &v4}) {
        if (!query->has_addresses()) {
            const bool is_known = query->outcome && query->outcome->error().code() == Errc::not_found;
            if (!is_known) merged.ttl = Duration(0);
            continue;
        }
        const DnsAnswer& answer = **query->outcome;
        merged.addresses.insert(merged.addresses.end(), answer.addresses.begin(), answer.addresses.end());
        merged.ttl = std::min(merged.ttl, answer.ttl);
    }
    return merged;
}

/// Differs after every change of the file; empty: there is none.
std::string state_of(const std::string& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) return {};
    return std::to_string(info.st_ino) + ":" + std::to_string(info.st_size) + ":" +
           std::to_string(info.st_mtim.tv_sec) + "." + std::to_string(info.st_mtim.tv_nsec);
}

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

    Result<void> open(const ResolverConfig& config) {
        static const int library = ares_library_init(ARES_LIB_INIT_ALL);
        ares_options options{};
        options.timeout = static_cast<int>(config.query_timeout.count());
        options.tries = config.tries;
        options.sock_state_cb = [](void* self, ares_socket_t fd, int readable, int writable) {
            static_cast<Channel*>(self)->on_socket(fd, readable != 0, writable != 0);
        };
        options.sock_state_cb_data = this;
        std::string resolv_conf = config.resolv_conf;
        options.resolvconf_path = resolv_conf.data();  // copied
        options.udp_port = options.tcp_port = config.port;
        const int status =
            library != ARES_SUCCESS
                ? library
                : ares_init_options(&channel_, &options,
                                    ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB |
                                        ARES_OPT_RESOLVCONF | ARES_OPT_UDP_PORT | ARES_OPT_TCP_PORT);
        if (status != ARES_SUCCESS)
            return Error(Errc::unavailable, std::string("c-ares: ") + ares_strerror(status));
        if (!config.servers.empty() &&
            ares_set_servers_ports_csv(channel_, config.servers.c_str()) != ARES_SUCCESS)
            return Error(Errc::invalid_argument, "not a list of name servers: " + config.servers);
        return {};
    }

    void close() {
        if (channel_) ares_destroy(std::exchange(channel_, nullptr));  // answers every query with "destroyed"
        timer_.cancel();
    }

    void start(const std::string& host, int family, std::shared_ptr<Query> query) {
        ares_addrinfo_hints hints{};
        hints.ai_family = family;
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
        (*query)->done->notify();
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
    : executor_(std::move(executor)),
      config_(config),
      channel_(std::make_shared<Channel>(executor_)),
      seen_(state_of(config_.resolv_conf)) {
    if (const Result<void> opened = channel_->open(config_); !opened)
        throw std::runtime_error(opened.error().context());
}

AresDriver::~AresDriver() {
    channel_->close();
}

// c-ares reads the file when a channel is made. The queries under way end with the old one.
void AresDriver::follow_resolv_conf() {
    const TimePoint now = std::chrono::steady_clock::now();
    if (!config_.servers.empty() || now < next_look_) return;
    next_look_ = now + config_.resolv_conf_look;
    std::string state = state_of(config_.resolv_conf);
    if (state.empty() || state == seen_) return;
    const auto fresh = std::make_shared<Channel>(executor_);
    if (!fresh->open(config_)) return;  // half written, perhaps: the old one is better
    channel_ = fresh;
    seen_ = std::move(state);
}

// Usually one query for both families. Some name servers swallow questions for AAAA; what they do answer
// must not wait for the last retry of that.
Task<Result<DnsAnswer>> AresDriver::query(std::string host) {
    follow_resolv_conf();
    const std::shared_ptr<Channel> channel = channel_;
    const auto done = std::make_shared<Signal>();
    const auto both = std::make_shared<Query>(done);
    channel->start(host, AF_UNSPEC, both);
    if (!both->outcome) co_await done->wait_for(config_.family_patience);
    if (both->outcome) co_return std::move(*both->outcome);

    const auto v6 = std::make_shared<Query>(done), v4 = std::make_shared<Query>(done);
    channel->start(host, AF_INET6, v6);
    channel->start(host, AF_INET, v4);
    while (!both->outcome && !v6->has_addresses() && !v4->has_addresses()) co_await done->wait();
    const TimePoint enough = std::chrono::steady_clock::now() + kResolutionDelay;
    while (!both->outcome && !(v6->outcome && v4->outcome)) {
        const auto left = std::chrono::ceil<Duration>(enough - std::chrono::steady_clock::now());
        if (left <= Duration(0)) break;
        co_await done->wait_for(left);
    }
    if (both->outcome && *both->outcome) co_return std::move(*both->outcome);
    if (v6->has_addresses() || v4->has_addresses()) co_return merge(*v6, *v4);
    co_return std::move(*both->outcome);
}

}  // namespace confab::core
