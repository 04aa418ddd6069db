#pragma once
/// An HTTP proxy's side of a connection (RFC 9110 section 9.3.6), without I/O: what is asked for a tunnel and
/// what the answer means.

#include <cstdint>
#include <string>
#include <string_view>

#include "confab/result.hpp"

namespace confab::core {

class ProxyAddress {
public:
    ProxyAddress() = default;
    std::string host;
    std::uint16_t port = 0;
    std::string credentials;  ///< "user:password" in base64; empty: none. Secret.

    /// "http://user:password@host:port", user and password percent-encoded; without a port 80. Errors:
    /// invalid_argument, in words that do not repeat the text, which may hold a password.
    static Result<ProxyAddress> parse(std::string_view text);
    /// "proxy.example:3128".
    std::string where() const;
};

/// The request for a tunnel. Errors: invalid_argument for a host that could not stand in a request line.
Result<std::string> connect_request(const ProxyAddress& proxy, const std::string& host, std::uint16_t port);

/// The size of the header at the front of `bytes`, with its empty line; npos: it has not ended yet. Nothing
/// before `from` needs to be looked at again.
std::size_t header_end(std::string_view bytes, std::size_t from) noexcept;

/// True: the tunnel is open. False: an interim answer, another header follows. Errors: unauthorized (407),
/// unavailable (any other refusal), protocol.
Result<bool> connect_verdict(const ProxyAddress& proxy, std::string_view header);

}  // namespace confab::core
