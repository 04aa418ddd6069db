#include "core/net/tls_context.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <boost/asio/ip/address.hpp>
#include <cstdlib>
#include <filesystem>

#include "core/net/net_error.hpp"
#include "core/net/tls_sessions.hpp"

namespace confab::core {
namespace ssl = boost::asio::ssl;
namespace {

std::shared_ptr<ssl::context> new_context(ssl::context::method method) {
    auto context = std::make_shared<ssl::context>(method);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    return context;
}

std::string reason(long verdict, const std::string& name) {
    switch (verdict) {
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
            return "the certificate is self-signed";
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
            return "the certificate's root is not trusted here";
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            return "the certificate's issuer is not trusted here";
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return "the certificate has expired";
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return "the certificate is not valid yet (is the clock right?)";
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH:
            return "the certificate is for another name than " + name;
        default:
            return X509_verify_cert_error_string(verdict);
    }
}

bool has_hashed_certificates(const char* folder) {
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored))
        if (entry.path().extension() == ".0") return true;
    return false;
}

/// The system's certificates: looked up one by one in its hashed folder where there is one, since its bundle
/// costs 20 ms and a megabyte to read. What the operator sets in OpenSSL's environment variables counts.
void trust_system(ssl::context& context, boost::system::error_code& error) {
    const char* const folder = X509_get_default_cert_dir();
    const bool as_usual = std::getenv(X509_get_default_cert_file_env()) ||
                          std::getenv(X509_get_default_cert_dir_env()) || !has_hashed_certificates(folder);
    if (as_usual)
        context.set_default_verify_paths(error);
    else
        context.add_verify_path(folder, error);
}

}  // namespace

Result<std::shared_ptr<ssl::context>> ClientTlsContexts::find(const std::string& ca_file) {
    auto& context = contexts_[ca_file];
    if (context) return context;
    auto fresh = new_context(ssl::context::tls_client);
    boost::system::error_code error;
    fresh->set_verify_mode(ssl::verify_peer);
    TlsTickets::collect_for(fresh->native_handle());
    trust_system(*fresh, error);
    if (!error && !ca_file.empty()) fresh->load_verify_file(ca_file, error);
    if (error)
        return Error(Errc::invalid_argument, "cannot read the certificates of ca_file " + ca_file, error);
    context = std::move(fresh);
    return context;
}

Result<std::shared_ptr<ssl::context>> server_tls_context(const std::string& certificate,
                                                         const std::string& private_key, bool ask_client) {
    auto context = new_context(ssl::context::tls_server);
    boost::system::error_code error;
    context->use_certificate_chain_file(certificate, error);
    if (error) return Error(Errc::invalid_argument, "cannot use the certificate " + certificate, error);
    context->use_private_key_file(private_key, ssl::context::pem, error);
    if (error) return Error(Errc::invalid_argument, "cannot use the private key " + private_key, error);
    if (ask_client) {
        SSL_CTX_set_verify(context->native_handle(), SSL_VERIFY_PEER, [](int, X509_STORE_CTX*) { return 1; });
        // Without one OpenSSL refuses to resume sessions that asked for a certificate.
        SSL_CTX_set_session_id_context(context->native_handle(),
                                       reinterpret_cast<const unsigned char*>("confab"), 6);
    }
    return context;
}

Result<void> verify_as(SSL* ssl, const std::string& name) {
    SSL_set_verify(ssl, SSL_VERIFY_PEER, nullptr);
    SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    boost::system::error_code not_address;
    boost::asio::ip::make_address(name, not_address);
    const bool done = not_address ? SSL_set1_host(ssl, name.c_str()) == 1 &&
                                        SSL_set_tlsext_host_name(ssl, name.c_str()) == 1
                                  : X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), name.c_str()) == 1;
    if (!done) return Error(Errc::invalid_argument, "not a host name: " + name);
    return {};
}

Error handshake_error(SSL* ssl, boost::system::error_code cause, const std::string& name) {
    const long verdict = SSL_get_verify_result(ssl);
    if (verdict != X509_V_OK) return Error(Errc::insecure, reason(verdict, name));
    return to_error(cause, "TLS handshake");
}

}  // namespace confab::core
