#pragma once
/// Tickets of earlier client sessions: the next handshake with the same server needs no certificates again.

#include <openssl/ssl.h>

#include <deque>
#include <list>
#include <memory>
#include <string>
#include <vector>

namespace confab::core {

struct FreeTlsSession {
    void operator()(SSL_SESSION* session) const noexcept { SSL_SESSION_free(session); }
};
using TlsSession = std::unique_ptr<SSL_SESSION, FreeTlsSession>;

/// Bounded. A key names the server and everything that was verified about it, so that a session never serves
/// a connection that demands something else.
class TlsSessionStore {
public:
    explicit TlsSessionStore(std::size_t most_keys = 64, std::size_t most_per_key = 2)
        : most_keys_(most_keys), most_per_key_(most_per_key) {}

    /// The newest session of `key`, which is then no longer here: a ticket is used once (RFC 8446 appendix
    /// C.4). nullptr: none, or its certificate has expired meanwhile.
    TlsSession take(const std::string& key);
    void put(const std::string& key, TlsSession session);
    void forget(const std::string& key);
    std::size_t size() const noexcept;  ///< Sessions of all keys.

private:
    struct Entry {
        std::string key;
        std::deque<TlsSession> sessions;
    };
    std::list<Entry>::iterator find(const std::string& key);

    std::size_t most_keys_;
    std::size_t most_per_key_;
    std::list<Entry> entries_;  // the one stored into last is in front
};

/// Collects the tickets of one connection; with TLS 1.3 they come with its data, with 1.2 before the
/// handshake has been judged, so they are held until it is.
class TlsTickets {
public:
    TlsTickets(std::shared_ptr<TlsSessionStore> store, std::string key)
        : store_(std::move(store)), key_(std::move(key)) {}
    TlsTickets(const TlsTickets&) = delete;
    TlsTickets& operator=(const TlsTickets&) = delete;

    /// To be called once for each context whose connections use `offer`.
    static void collect_for(SSL_CTX* context);
    /// Before the handshake. `this` must outlive `ssl`.
    void offer(SSL* ssl);
    /// After a handshake that was verified. Returns true when it resumed a session.
    bool accept(SSL* ssl);
    /// After any other: nothing of this server is tried again.
    void refuse();

private:
    static int on_session(SSL* ssl, SSL_SESSION* session);

    std::shared_ptr<TlsSessionStore> store_;  // shared with the transport and the other connections
    std::string key_;
    std::vector<TlsSession> held_;
    enum class Verdict : unsigned char { pending, accepted, refused } verdict_ = Verdict::pending;
};

}  // namespace confab::core
