#pragma once
/// A TLS server whose manners our own listener does not have. Serves one connection after the other in a
/// thread of its own: reads once, answers "hello", ends.

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>

#include "tests/integration/net/certificates.hpp"

namespace confab::test {

class TlsPeer {
public:
    class Manners {
    public:
        Manners() {}
        int lowest = 0, highest = 0;  ///< TLS versions; 0: any.
        std::string alpn;             ///< What it chooses, offered or not; empty: nothing.
        bool says_goodbye = true;     ///< close_notify before the end.
    };
    TlsPeer(const CertificateFiles& files, Manners manners);
    ~TlsPeer();
    TlsPeer(const TlsPeer&) = delete;
    TlsPeer& operator=(const TlsPeer&) = delete;

    std::uint16_t port() const { return port_; }

private:
    void serve();
    void converse(int fd);

    Manners manners_;
    void* context_ = nullptr;  // SSL_CTX
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> stop_ = false;
    std::thread thread_;
};

}  // namespace confab::test
