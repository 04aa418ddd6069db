#include "core/net/tcp_stream.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include "core/net/await.hpp"

namespace confab::core {
namespace asio = boost::asio;

Task<Result<std::size_t>> TcpStream::read_some(std::span<char> buffer) {
    core_->reading = true;
    const auto [error, n] =
        co_await core_->socket().async_read_some(asio::buffer(buffer.data(), buffer.size()), kAwait);
    core_->reading = false;
    if (error) co_return core_->error(error, "reading");
    co_return n;
}

// What fits into the kernel's buffer, nearly always everything, is written at once, without a turn of the
// loop.
Task<Result<void>> TcpStream::write(std::string_view bytes) {
    boost::system::error_code error;
    std::size_t sent = core_->socket().write_some(asio::buffer(bytes), error);
    if (error == asio::error::would_block) error = {};
    if (!error && sent < bytes.size()) {
        const auto [failure, more] =
            co_await asio::async_write(core_->socket(), asio::buffer(bytes.substr(sent)), kAwait);
        error = failure;
        sent += more;
    }
    if (error)
        co_return core_->error(error, "writing").with(sent == 0 ? Delivery::not_sent : Delivery::maybe_sent);
    co_return Result<void>();
}

Task<void> TcpStream::close() {
    co_await core_->linger();
    core_->shut();
}

}  // namespace confab::core
