#pragma once
/// TLS settings: who is trusted, and what a failed verification means in words.

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <map>
#include <memory>
#include <string>

#include "confab/result.hpp"

namespace confab::core {

/// Client contexts, made when first needed and then shared: each one loads the system's certificates, which
/// costs 20 ms and 2 MB. Their connections collect tickets (tls_sessions.hpp). I/O thread only.
class ClientTlsContexts {
public:
    /// `ca_file` (PEM) is trusted besides the system's certificates; empty: only those.
    Result<std::shared_ptr<boost::asio::ssl::context>> find(const std::string& ca_file);

private:
    // Shared with the streams that use them: a context must outlive them.
    std::map<std::string, std::shared_ptr<boost::asio::ssl::context>> contexts_;
};

/// Issues tickets, so that its clients can resume their sessions. `ask_client`: for a certificate, which is
/// not verified.
Result<std::shared_ptr<boost::asio::ssl::context>> server_tls_context(const std::string& certificate,
                                                                      const std::string& private_key,
                                                                      bool ask_client = false);

/// Turns verification of certificate and name on, and SNI unless `name` is an address (RFC 6066 section 3).
Result<void> verify_as(SSL* ssl, const std::string& name);

/// Why a handshake failed: Errc::insecure with the reason when it was the certificate.
Error handshake_error(SSL* ssl, boost::system::error_code cause, const std::string& name);

}  // namespace confab::core
