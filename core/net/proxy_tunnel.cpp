#include "core/net/proxy_tunnel.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include "core/net/await.hpp"

namespace confab::core {
namespace asio = boost::asio;
using tcp = asio::ip::tcp;
namespace {

constexpr std::size_t kMaxHeader = 16 * 1024;

/// Closes the socket at the end, also at a cancellation, unless told to keep it.
class Closing {
public:
    explicit Closing(SocketCore& core) : core_(&core) {}
    ~Closing() {
        if (core_) core_->shut();
    }
    Closing(const Closing&) = delete;
    Closing& operator=(const Closing&) = delete;
    void keep() noexcept { core_ = nullptr; }

private:
    SocketCore* core_;
};

Error failure(const SocketCore& core, boost::system::error_code cause, const ProxyAddress& proxy) {
    Error error = core.error(cause, "waiting for the proxy " + proxy.where());
    if (error.code() == Errc::closed)
        return Error(Errc::unavailable, "the proxy " + proxy.where() + " ended the connection", cause);
    return error;
}

// Looks first and then takes no more than the header, so that the stream made of this socket misses nothing.
Task<Result<std::string>> read_header(std::shared_ptr<SocketCore> core, const ProxyAddress& proxy,
                                      std::size_t room) {
    std::string header;
    std::array<char, 2048> seen;
    while (header.size() < room) {
        const auto [error] = co_await core->socket().async_wait(tcp::socket::wait_read, kAwait);
        if (error) co_return failure(*core, error, proxy);
        boost::system::error_code problem;
        const std::size_t n = core->socket().receive(asio::buffer(seen), tcp::socket::message_peek, problem);
        if (problem == asio::error::would_block) continue;
        if (problem) co_return failure(*core, problem, proxy);
        const std::size_t before = header.size();
        header.append(seen.data(), n);
        const std::size_t end = header_end(header, before);
        if (end != std::string::npos) header.resize(end);
        core->socket().receive(asio::buffer(seen.data(), header.size() - before), 0, problem);
        if (problem) co_return failure(*core, problem, proxy);
        if (end != std::string::npos && header.size() <= room) co_return header;
        if (end != std::string::npos) break;
    }
    co_return Error(Errc::too_large, "the header of the answer of the proxy " + proxy.where());
}

}  // namespace

Task<Result<void>> open_tunnel(std::shared_ptr<SocketCore> core, ProxyAddress proxy, std::string host,
                               std::uint16_t port) {
    Closing closing(*core);
    const Result<std::string> request = connect_request(proxy, host, port);
    if (!request) co_return request.error();
    const auto [error, sent] = co_await asio::async_write(core->socket(), asio::buffer(*request), kAwait);
    if (error) co_return failure(*core, error, proxy);
    std::size_t room = kMaxHeader;  // of interim answers together with the final one
    for (;;) {
        const Result<std::string> header = co_await read_header(core, proxy, room);
        if (!header) co_return header.error();
        const Result<bool> verdict = connect_verdict(proxy, *header);
        if (!verdict) co_return verdict.error();
        if (*verdict) {
            closing.keep();
            co_return Result<void>();
        }
        room -= std::min(room, header->size());
    }
}

}  // namespace confab::core
