#include "tests/integration/net/name_server.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace confab::test {
namespace {

constexpr std::size_t kHeader = 12;

bool bind_to(int fd, const std::string& address, std::uint16_t port) {
    sockaddr_in raw{};
    raw.sin_family = AF_INET;
    raw.sin_port = htons(port);
    ::inet_pton(AF_INET, address.c_str(), &raw.sin_addr);
    return ::bind(fd, reinterpret_cast<const sockaddr*>(&raw), sizeof raw) == 0;
}

std::uint16_t port_of(int fd) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

std::string big_endian(std::uint32_t value, int bytes) {
    std::string out;
    while (bytes-- > 0) out += static_cast<char>(value >> (8 * bytes) & 0xff);
    return out;
}

std::string record(const std::string& address, std::uint32_t ttl) {
    const bool v6 = address.find(':') != std::string::npos;
    std::array<char, 16> bytes{};
    ::inet_pton(v6 ? AF_INET6 : AF_INET, address.c_str(), bytes.data());
    const std::size_t size = v6 ? 16 : 4;
    return "\xc0\x0c" + big_endian(v6 ? 28 : 1, 2) + big_endian(1, 2) + big_endian(ttl, 4) +
           big_endian(static_cast<std::uint32_t>(size), 2) + std::string(bytes.data(), size);
}

}  // namespace

// The same port must be free for both protocols.
NameServer::NameServer(const std::string& address, std::uint16_t port) : address_(address) {
    for (int attempt = 0; attempt < 50; ++attempt) {
        udp_ = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        tcp_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (bind_to(udp_, address, port) && bind_to(tcp_, address, port_of(udp_)) && ::listen(tcp_, 8) == 0)
            break;
        ::close(udp_);
        ::close(tcp_);
        udp_ = -1;
    }
    if (udp_ < 0) throw std::runtime_error("no port for a name server");
    port_ = port_of(udp_);
    thread_ = std::thread([this] { serve(); });
}

NameServer::~NameServer() {
    stop_ = true;
    thread_.join();
    ::close(udp_);
    ::close(tcp_);
}

void NameServer::tell(const std::string& name, std::vector<std::string> addresses, std::uint32_t ttl) {
    const std::scoped_lock lock(mutex_);
    records_[name].addresses = std::move(addresses);
    records_[name].ttl = ttl;
}

void NameServer::behave(const std::string& name, Manner manner) {
    const std::scoped_lock lock(mutex_);
    records_[name].manner = manner;
}

std::string NameServer::address() const {
    return address_ + ":" + std::to_string(port_);
}

void NameServer::serve() {
    std::array<pollfd, 2> watched{pollfd{udp_, POLLIN, 0}, pollfd{tcp_, POLLIN, 0}};
    while (!stop_) {
        if (::poll(watched.data(), watched.size(), 20) <= 0) continue;
        if (watched[0].revents) serve_udp();
        if (watched[1].revents) serve_tcp();
    }
}

void NameServer::serve_udp() {
    std::array<char, 512> buffer;
    sockaddr_in from{};
    socklen_t size = sizeof from;
    const ssize_t n = ::recvfrom(udp_, buffer.data(), buffer.size(), MSG_DONTWAIT,
                                 reinterpret_cast<sockaddr*>(&from), &size);
    if (n <= static_cast<ssize_t>(kHeader)) return;
    const std::string reply = answer(std::string(buffer.data(), static_cast<std::size_t>(n)), false);
    if (!reply.empty())
        ::sendto(udp_, reply.data(), reply.size(), 0, reinterpret_cast<sockaddr*>(&from), size);
}

// As many queries as the client sends on one connection.
void NameServer::serve_tcp() {
    const int fd = ::accept4(tcp_, nullptr, nullptr, SOCK_CLOEXEC);
    const timeval limit{0, 200'000};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    for (;;) {
        std::array<unsigned char, 2> length{};
        if (::recv(fd, length.data(), 2, MSG_WAITALL) != 2) break;
        std::string query(static_cast<std::size_t>(length[0] << 8 | length[1]), '\0');
        if (::recv(fd, query.data(), query.size(), MSG_WAITALL) != static_cast<ssize_t>(query.size())) break;
        ++tcp_queries_;
        const std::string reply = answer(query, true);
        const std::string framed = big_endian(static_cast<std::uint32_t>(reply.size()), 2) + reply;
        ::send(fd, framed.data(), framed.size(), MSG_NOSIGNAL);
    }
    ::close(fd);
}

const NameServer::Record* NameServer::find(const std::string& name) const {
    auto found = records_.find(name);
    if (found == records_.end())
        found = records_.find("*" + name.substr(std::min(name.find('.'), name.size())));
    return found == records_.end() ? nullptr : &found->second;
}

std::string NameServer::answer(const std::string& query, bool tcp) {
    std::string name;
    std::size_t at = kHeader;
    while (query[at] != 0) {
        const auto length = static_cast<std::size_t>(query[at]);
        name += (name.empty() ? "" : ".") + query.substr(at + 1, length);
        at += length + 1;
    }
    const bool asks_v6 = query[at + 2] == 28;
    ++queries_;
    const std::scoped_lock lock(mutex_);
    const Record* const known = find(name);
    const Manner manner = known ? known->manner : Manner::proper;
    if (manner == Manner::silent || (manner == Manner::silent_for_v6 && asks_v6)) return {};
    std::string body;
    std::uint32_t count = 0;
    for (const std::string& address : known ? known->addresses : std::vector<std::string>()) {
        if ((address.find(':') != std::string::npos) != asks_v6) continue;
        body += record(address, known->ttl);
        ++count;
    }
    const int rcode = !known ? 3 : manner == Manner::failing ? 2 : manner == Manner::refusing ? 5 : 0;
    std::string head = query.substr(0, 2) + big_endian(0x8180u | static_cast<unsigned>(rcode), 2) +
                       big_endian(1, 2) + big_endian(count, 2) + big_endian(0, 4);
    const std::string question = query.substr(kHeader, at + 5 - kHeader);
    if (manner == Manner::truncated && !tcp) {
        head[2] = static_cast<char>(head[2] | 0x02);
        head[7] = 0;
        return head + question;
    }
    if (manner == Manner::garbage) return query.substr(0, 2) + std::string(100, '\xff');
    if (manner == Manner::lost) head[0] = static_cast<char>(head[0] ^ 0x55);
    std::string reply = head + question + body;
    if (manner == Manner::cut_short) reply.resize(kHeader + question.size() + body.size() / 2);
    return reply;
}

}  // namespace confab::test
