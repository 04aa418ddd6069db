#pragma once
/// Service: byte streams over TCP and TLS. The core owns every socket; who speaks a protocol gets a Stream.
/// A stream is used by one reading and one writing task at a time, on the I/O thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "confab/abi.hpp"
#include "confab/option.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

class CONFAB_API Stream {
public:
    virtual ~Stream();  ///< Closes at once.
    /// At least one byte; Errc::closed at the end of the stream.
    virtual Task<Result<std::size_t>> read_some(std::span<char> buffer) = 0;
    /// All of it. Errors: delivery is not_sent when no byte was written, else maybe_sent.
    virtual Task<Result<void>> write(std::string_view bytes) = 0;
    /// From now on, operations that are still pending after `limit` fail with Errc::timeout and the stream is
    /// dead.
    virtual void expires_after(Duration limit) = 0;
    virtual void expires_never() = 0;
    /// Says goodbye (TLS close_notify, FIN), waiting at most a second.
    virtual Task<void> close() = 0;
    /// "127.0.0.1:6697 TLSv1.3", for logs.
    virtual std::string description() const = 0;
    /// SHA-256 of the certificate that the other side showed, as 64 lower-case hex digits; empty without one.
    virtual std::string peer_fingerprint() const;
};

class Endpoint {
public:
    Endpoint(std::string host_in, std::uint16_t port_in, bool tls_in)
        : host(std::move(host_in)), port(port_in), tls(tls_in) {}
    std::string host;  ///< A name or an address.
    std::uint16_t port;
    bool tls;                 ///< TLS 1.2 or later; certificate and host name are always verified.
    std::string ca_file;      ///< Further trusted certificates (PEM); empty: the system's.
    std::string server_name;  ///< For SNI and verification when it differs from `host`.
    /// Base64 SHA-256 digests of public keys (RFC 7469 section 2.4). Not empty: besides the usual
    /// verification, a certificate of the chain must have one of them.
    std::vector<std::string> pins;
    /// SHA-256 digests, as 64 lower-case hex digits, of certificates or of their public keys. Not empty: the
    /// server's certificate must be one of them, and then needs no authority and no name (a self-signed one).
    std::vector<std::string> fingerprints;
    std::string client_certificate;  ///< PEM file to show to a server that asks; with `client_key`.
    std::string client_key;          ///< PEM file.
    std::vector<std::string> alpn;   ///< Protocols to offer (RFC 7301); empty: no offer.
    std::string proxy;  ///< "http://user:password@host:port": connect through it (RFC 9110 section 9.3.6).
    /// Refuse every address that is not public (loopback, private, link-local, multicast, reserved; also
    /// inside NAT64, 6to4 and Teredo): Errc::forbidden. For addresses that users gave.
    bool public_only = false;
    Duration timeout{10'000};  ///< Name, TCP, proxy and TLS together.
};

/// Accepts on loopback or elsewhere; for stand-ins and the admin server.
class CONFAB_API Listener {
public:
    virtual ~Listener();
    virtual std::uint16_t port() const noexcept = 0;
    virtual Task<Result<std::unique_ptr<Stream>>> accept() = 0;
};

class ListenOptions {
public:
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;   ///< 0: any free one.
    std::string certificate;  ///< PEM files; both given: TLS.
    std::string private_key;
    /// Asks clients for a certificate and takes any, also a self-signed one or none: `peer_fingerprint`
    /// tells.
    bool ask_client_certificate = false;
};

class CONFAB_API Transport {
public:
    static constexpr const char* kServiceId = "confab.transport/1";
    virtual ~Transport();
    virtual Task<Result<std::unique_ptr<Stream>>> connect(Endpoint endpoint) = 0;
    virtual Result<std::unique_ptr<Listener>> listen(ListenOptions options) = 0;
};

}  // namespace confab::inline v1
