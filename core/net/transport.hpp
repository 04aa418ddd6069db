#pragma once
/// TCP and TLS streams: the one place of the process that opens sockets.

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "confab/service/logger.hpp"
#include "confab/service/metrics.hpp"
#include "confab/service/stream.hpp"
#include "core/net/resolver_config.hpp"

namespace confab::core {

class TransportConfig {
public:
    std::string
        ca_file;  ///< Trusted besides the system's, for endpoints that name no `ca_file` of their own.
    ResolverConfig dns;
    Duration attempt_delay{250};    ///< Then the next address is tried as well (RFC 8305 section 5).
    std::size_t max_addresses = 8;  ///< Of one host; further ones are not tried.
    /// False: every client handshake is a full one; no session is offered or kept.
    bool tls_resumption = true;
    Duration user_timeout{
        20'000};  ///< A peer that acknowledges nothing for this long is gone (TCP_USER_TIMEOUT).
};

/// Client streams always verify certificate and host name; there is no switch to turn that off.
class CoreTransport final : public Transport {
public:
    CoreTransport(boost::asio::any_io_executor executor, Metrics& metrics, Logger& log,
                  TransportConfig config = {});
    ~CoreTransport() override;

    /// Errors, all with delivery not_sent: timeout; unavailable (refused, unreachable, no tunnel); not_found
    /// (no such name); insecure (certificate, pins); forbidden (`public_only` and no public address, or a
    /// name that only the proxy could look up); unauthorized (proxy); protocol (no TLS there, a protocol not
    /// offered, no proxy there); invalid_argument (`ca_file`, pins, ALPN, proxy).
    Task<Result<std::unique_ptr<Stream>>> connect(Endpoint endpoint) override;
    Result<std::unique_ptr<Listener>> listen(ListenOptions options) override;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace confab::core
