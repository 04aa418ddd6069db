#pragma once

#include <memory>
#include <string>

#include "core/net/proxy.hpp"
#include "core/net/socket_core.hpp"

namespace confab::core {

/// Asks the proxy at the other end of `core` for a tunnel to `host`, whose name is left to the proxy. Takes
/// exactly the answer's header: what follows already comes from the target. Ends at the deadline of `core`,
/// which is closed unless there is a tunnel. Errors, the target has seen nothing: those of `connect_verdict`,
/// too_large, timeout, unavailable.
Task<Result<void>> open_tunnel(std::shared_ptr<SocketCore> core, ProxyAddress proxy, std::string host,
                               std::uint16_t port);

}  // namespace confab::core
