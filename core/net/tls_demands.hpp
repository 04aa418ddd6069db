#pragma once
/// What one client session demands of the server and offers to it, besides trust, which is the context's.

#include <openssl/ssl.h>

#include <string>
#include <vector>

#include "confab/result.hpp"
#include "confab/service/stream.hpp"

namespace confab::core {

class TlsDemands {
public:
    TlsDemands() = default;
    /// Errors: invalid_argument for pins and protocols that cannot be ones.
    static Result<TlsDemands> of(const Endpoint& endpoint, const std::string& ca_file);

    /// Before the handshake: verification of certificate and name, SNI, ALPN.
    Result<void> prepare(SSL* ssl) const;
    /// After it. OpenSSL has verified already; this looks again, at a resumed session too, and then at what
    /// OpenSSL does not know. Errors: insecure, protocol.
    Result<void> check(SSL* ssl) const;

    std::string name;               ///< Verified, and sent as SNI unless it is an address.
    std::vector<std::string> pins;  ///< Base64 SHA-256 of public keys; empty: any.
    /// Hex SHA-256 of certificates or public keys that are trusted instead of authority and name.
    std::vector<std::string> fingerprints;
    std::string client_certificate;  ///< PEM file to show when asked; empty: none.
    std::string client_key;
    std::string alpn;         ///< In the form of RFC 7301 section 3.1.
    std::string session_key;  ///< Equal for endpoints that may share sessions.

private:
    Result<void> show_certificate(SSL* ssl) const;
    Result<void> check_trust(SSL* ssl) const;
    Result<void> check_pins(SSL* ssl) const;
    Result<void> check_alpn(SSL* ssl) const;
};

/// SHA-256 of the whole certificate as 64 lower-case hex digits; empty for none.
std::string fingerprint_of(const X509* certificate);

/// Base64 SHA-256 of the certificate's SubjectPublicKeyInfo (RFC 7469 section 2.4).
std::string pin_of(const X509* certificate);

}  // namespace confab::core
