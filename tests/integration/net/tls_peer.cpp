#include "tests/integration/net/tls_peer.hpp"

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace confab::test {
namespace {

int choose_alpn(SSL*, const unsigned char** out, unsigned char* size, const unsigned char*, unsigned,
                void* text) {
    const auto& choice = *static_cast<const std::string*>(text);
    *out = reinterpret_cast<const unsigned char*>(choice.data());
    *size = static_cast<unsigned char>(choice.size());
    return SSL_TLSEXT_ERR_OK;
}

}  // namespace

TlsPeer::TlsPeer(const CertificateFiles& files, Manners manners) : manners_(std::move(manners)) {
    SSL_CTX* const context = SSL_CTX_new(TLS_server_method());
    context_ = context;
    SSL_CTX_set_cipher_list(context, "DEFAULT:@SECLEVEL=0");  // else there is no TLS 1.1
    SSL_CTX_set_min_proto_version(context, manners_.lowest);
    SSL_CTX_set_max_proto_version(context, manners_.highest);
    if (!manners_.alpn.empty()) SSL_CTX_set_alpn_select_cb(context, choose_alpn, &manners_.alpn);
    if (SSL_CTX_use_certificate_chain_file(context, files.certificate.c_str()) != 1 ||
        SSL_CTX_use_PrivateKey_file(context, files.private_key.c_str(), SSL_FILETYPE_PEM) != 1)
        throw std::runtime_error("cannot use " + files.certificate);
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 8) != 0)
        throw std::runtime_error("cannot listen");
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
}

TlsPeer::~TlsPeer() {
    stop_ = true;
    thread_.join();
    ::close(listener_);
    SSL_CTX_free(static_cast<SSL_CTX*>(context_));
}

void TlsPeer::serve() {
    pollfd watched{listener_, POLLIN, 0};
    while (!stop_) {
        if (::poll(&watched, 1, 20) <= 0) continue;
        const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        const timeval limit{5, 0};
        ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        converse(fd);
        ::close(fd);
    }
}

void TlsPeer::converse(int fd) {
    SSL* const ssl = SSL_new(static_cast<SSL_CTX*>(context_));
    SSL_set_fd(ssl, fd);
    std::array<char, 256> buffer;
    if (SSL_accept(ssl) == 1 && SSL_read(ssl, buffer.data(), static_cast<int>(buffer.size())) > 0) {
        SSL_write(ssl, "hello", 5);
        if (manners_.says_goodbye) SSL_shutdown(ssl);
        ::shutdown(fd, SHUT_WR);
        while (::recv(fd, buffer.data(), buffer.size(), 0) > 0) {
        }
    }
    SSL_free(ssl);
}

}  // namespace confab::test
