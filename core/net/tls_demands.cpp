#include "core/net/tls_demands.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <optional>

#include "core/net/base64.hpp"
#include "core/net/tls_context.hpp"

namespace confab::core {
namespace {

Result<std::string> alpn_of(const std::vector<std::string>& protocols) {
    std::string wire;
    for (const std::string& protocol : protocols) {
        if (protocol.empty() || protocol.size() > 255)
            return Error(Errc::invalid_argument, "an ALPN protocol has 1 to 255 bytes");
        wire += static_cast<char>(protocol.size());
        wire += protocol;
    }
    if (wire.size() > 65'535) return Error(Errc::invalid_argument, "too many ALPN protocols");
    return wire;
}

void add_field(std::string& key, std::string_view field) {
    key.append(std::to_string(field.size())).append(":").append(field);
}

std::string hex(const unsigned char* bytes, std::size_t size) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    for (std::size_t i = 0; i < size; ++i) {
        out += kDigits[bytes[i] >> 4];
        out += kDigits[bytes[i] & 15];
    }
    return out;
}

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

std::optional<Digest> key_digest(const X509* certificate) {
    unsigned char* der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
    if (size < 0) return std::nullopt;
    Digest digest{};
    SHA256(der, static_cast<std::size_t>(size), digest.data());
    OPENSSL_free(der);
    return digest;
}

bool is_fingerprint(const std::string& text) {
    return text.size() == 2 * SHA256_DIGEST_LENGTH &&
           text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

bool is_for(X509* certificate, const std::string& name) {
    const int as_address = X509_check_ip_asc(certificate, name.c_str(), 0);
    if (as_address != -2) return as_address == 1;
    return X509_check_host(certificate, name.data(), name.size(), X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS,
                           nullptr) == 1;
}

}  // namespace

Result<TlsDemands> TlsDemands::of(const Endpoint& endpoint, const std::string& ca_file) {
    TlsDemands demands;
    demands.name = endpoint.server_name.empty() ? endpoint.host : endpoint.server_name;
    demands.pins = endpoint.pins;
    std::sort(demands.pins.begin(), demands.pins.end());
    for (const std::string& pin : demands.pins) {
        const auto digest = from_base64(pin);
        if (!digest || digest->size() != SHA256_DIGEST_LENGTH)
            return Error(Errc::invalid_argument,
                         "not the base64 of a SHA-256 digest: the pin \"" + pin + "\"");
    }
    demands.fingerprints = endpoint.fingerprints;
    for (const std::string& fingerprint : demands.fingerprints)
        if (!is_fingerprint(fingerprint))
            return Error(Errc::invalid_argument,
                         "not the SHA-256 of a certificate in lower-case hex: \"" + fingerprint + "\"");
    demands.client_certificate = endpoint.client_certificate;
    demands.client_key = endpoint.client_key;
    if (demands.client_certificate.empty() != demands.client_key.empty())
        return Error(Errc::invalid_argument, "client_certificate and client_key belong together");
    Result<std::string> alpn = alpn_of(endpoint.alpn);
    if (!alpn) return alpn.error();
    demands.alpn = std::move(*alpn);
    for (const std::string& field :
         {endpoint.host, std::to_string(endpoint.port), demands.name, ca_file, endpoint.proxy, demands.alpn})
        add_field(demands.session_key, field);
    for (const std::string& pin : demands.pins) add_field(demands.session_key, pin);
    for (const std::string& fingerprint : demands.fingerprints) add_field(demands.session_key, fingerprint);
    add_field(demands.session_key, demands.client_certificate);
    return demands;
}

Result<void> TlsDemands::prepare(SSL* ssl) const {
    if (Result<void> ready = verify_as(ssl, name); !ready) return ready;
    if (Result<void> shown = show_certificate(ssl); !shown) return shown;
    // Whose fingerprint is known needs no other witness: `check` compares it.
    if (!fingerprints.empty()) SSL_set_verify(ssl, SSL_VERIFY_PEER, [](int, X509_STORE_CTX*) { return 1; });
    // Unlike its neighbours this function returns 0 for success.
    if (!alpn.empty() && SSL_set_alpn_protos(ssl, reinterpret_cast<const unsigned char*>(alpn.data()),
                                             static_cast<unsigned>(alpn.size())) != 0)
        return Error(Errc::internal, "offering ALPN protocols");
    return {};
}

Result<void> TlsDemands::show_certificate(SSL* ssl) const {
    if (client_certificate.empty()) return {};
    if (SSL_use_certificate_chain_file(ssl, client_certificate.c_str()) != 1)
        return Error(Errc::invalid_argument, "cannot use the client certificate " + client_certificate);
    if (SSL_use_PrivateKey_file(ssl, client_key.c_str(), SSL_FILETYPE_PEM) != 1)
        return Error(Errc::invalid_argument,
                     "cannot use " + client_key + " as the key of " + client_certificate);
    return {};
}

Result<void> TlsDemands::check_trust(SSL* ssl) const {
    X509* const certificate = SSL_get0_peer_certificate(ssl);
    if (fingerprints.empty()) {
        if (SSL_get_verify_result(ssl) != X509_V_OK || !certificate || !is_for(certificate, name))
            return Error(Errc::insecure, "the certificate was not verified for " + name);
        return {};
    }
    const auto is_known = [this](const std::string& found) {
        return std::find(fingerprints.begin(), fingerprints.end(), found) != fingerprints.end();
    };
    const std::string whole = fingerprint_of(certificate);
    const std::optional<Digest> key = certificate ? key_digest(certificate) : std::nullopt;
    if (is_known(whole) || (key && is_known(hex(key->data(), key->size())))) return {};
    return Error(Errc::insecure, "the certificate of " + name + " has another fingerprint: " + whole +
                                     " (if the change is known to be right, set the fingerprint to it)");
}

Result<void> TlsDemands::check(SSL* ssl) const {
    if (Result<void> trusted = check_trust(ssl); !trusted) return trusted;
    if (Result<void> pinned = check_pins(ssl); !pinned) return pinned;
    return check_alpn(ssl);
}

// A resumed session brings no chain. Its ticket comes from a session with the same pins, which are part of
// its key.
Result<void> TlsDemands::check_pins(SSL* ssl) const {
    if (pins.empty() || SSL_session_reused(ssl) == 1) return {};
    std::string found;
    const STACK_OF(X509)* const chain = SSL_get0_verified_chain(ssl);
    for (int i = 0; i < sk_X509_num(chain); ++i) {
        const std::string pin = pin_of(sk_X509_value(chain, i));
        if (std::binary_search(pins.begin(), pins.end(), pin)) return {};
        found.append(found.empty() ? "" : ", ").append(pin);
    }
    return Error(Errc::insecure, "no certificate of " + name +
                                     " has a pinned key; found, the server's first: " + found +
                                     " (if the change is known to be right, set `pins` to one of them)");
}

Result<void> TlsDemands::check_alpn(SSL* ssl) const {
    const unsigned char* chosen = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(ssl, &chosen, &size);
    if (size == 0) return {};
    const std::string_view wanted(reinterpret_cast<const char*>(chosen), size);
    for (std::size_t at = 0; at < alpn.size(); at += 1 + static_cast<unsigned char>(alpn[at]))
        if (std::string_view(alpn).substr(at + 1, static_cast<unsigned char>(alpn[at])) == wanted) return {};
    return Error(Errc::protocol, "the server chose an ALPN protocol that was not offered");
}

std::string fingerprint_of(const X509* certificate) {
    Digest digest{};
    unsigned size = 0;
    if (!certificate || X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1) return {};
    return hex(digest.data(), size);
}

std::string pin_of(const X509* certificate) {
    const std::optional<Digest> digest = key_digest(certificate);
    if (!digest) return {};
    return to_base64(std::string_view(reinterpret_cast<const char*>(digest->data()), digest->size()));
}

}  // namespace confab::core
