#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "confab/service/stream.hpp"

namespace confab::core {

/// Accepts TCP or, with a context, TLS connections.
class CoreListener final : public Listener {
public:
    static Result<std::unique_ptr<Listener>> open(boost::asio::any_io_executor executor,
                                                  const ListenOptions& options, Duration user_timeout);
    ~CoreListener() override;

    std::uint16_t port() const noexcept override;
    /// Errors: closed (this listener), unavailable (out of descriptors: try again later).
    Task<Result<std::unique_ptr<Stream>>> accept() override;

private:
    struct State;
    explicit CoreListener(std::shared_ptr<State> state) : state_(std::move(state)) {}
    std::shared_ptr<State> state_;  // shared with a pending accept
};

}  // namespace confab::core
