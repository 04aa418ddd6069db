#include "core/runtime/console.hpp"

#include <unistd.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace confab::core {
namespace asio = boost::asio;
namespace {
constexpr std::size_t kMaxLine = 64 * 1024;
}

struct Console::State {
    explicit State(asio::any_io_executor executor) : input(std::move(executor)) {
        boost::system::error_code error;
        input.assign(::dup(STDIN_FILENO), error);
        pollable = !error;  // a regular file cannot be polled, but never blocks either
    }

    Task<std::size_t> read_some(std::array<char, 4096>& chunk) {
        if (!pollable) {
            const ssize_t count = ::read(STDIN_FILENO, chunk.data(), chunk.size());
            co_return count > 0 ? static_cast<std::size_t>(count) : 0;
        }
        const auto [error, count] =
            co_await input.async_read_some(asio::buffer(chunk), asio::as_tuple(asio::use_awaitable));
        co_return error ? 0 : count;
    }

    asio::posix::stream_descriptor input;
    bool pollable = false;
    std::string buffered;
    bool ended = false;
};

Console::Console(asio::any_io_executor executor) : state_(std::make_unique<State>(std::move(executor))) {}
Console::~Console() = default;

Task<std::optional<std::string>> Console::read_line() {
    for (;;) {
        const std::size_t end = state_->buffered.find('\n');
        const bool whole = end != std::string::npos;
        if (whole || state_->buffered.size() > kMaxLine || (state_->ended && !state_->buffered.empty())) {
            std::string line = state_->buffered.substr(0, end);
            state_->buffered.erase(0, whole ? end + 1 : std::string::npos);
            if (!line.empty() && line.back() == '\r') line.pop_back();
            co_return line;
        }
        if (state_->ended) co_return std::nullopt;
        std::array<char, 4096> chunk{};
        const std::size_t count = co_await state_->read_some(chunk);
        state_->ended = count == 0;
        state_->buffered.append(chunk.data(), count);
    }
}

}  // namespace confab::core
