#include "core/net/tls_sessions.hpp"

#include <openssl/x509.h>

#include <algorithm>

namespace confab::core {
namespace {

constexpr std::size_t kMostHeld = 4;

int tickets_index() {
    static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

bool is_usable(const SSL_SESSION* session) {
    X509* const certificate = SSL_SESSION_get0_peer(const_cast<SSL_SESSION*>(session));
    return SSL_SESSION_is_resumable(session) == 1 &&
           (!certificate || X509_cmp_current_time(X509_get0_notAfter(certificate)) > 0);
}

}  // namespace

std::list<TlsSessionStore::Entry>::iterator TlsSessionStore::find(const std::string& key) {
    return std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.key == key; });
}

TlsSession TlsSessionStore::take(const std::string& key) {
    const auto entry = find(key);
    if (entry == entries_.end()) return nullptr;
    TlsSession session;
    while (!session && !entry->sessions.empty()) {
        if (is_usable(entry->sessions.back().get())) session = std::move(entry->sessions.back());
        entry->sessions.pop_back();
    }
    if (entry->sessions.empty()) entries_.erase(entry);
    return session;
}

void TlsSessionStore::put(const std::string& key, TlsSession session) {
    const auto found = find(key);
    if (found == entries_.end()) {
        if (entries_.size() >= most_keys_) entries_.pop_back();
        entries_.emplace_front().key = key;
    } else {
        entries_.splice(entries_.begin(), entries_, found);
    }
    auto& sessions = entries_.front().sessions;
    if (sessions.size() >= most_per_key_) sessions.pop_front();
    sessions.push_back(std::move(session));
}

void TlsSessionStore::forget(const std::string& key) {
    if (const auto entry = find(key); entry != entries_.end()) entries_.erase(entry);
}

std::size_t TlsSessionStore::size() const noexcept {
    std::size_t n = 0;
    for (const Entry& entry : entries_) n += entry.sessions.size();
    return n;
}

void TlsTickets::collect_for(SSL_CTX* context) {
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context, &TlsTickets::on_session);
}

void TlsTickets::offer(SSL* ssl) {
    SSL_set_ex_data(ssl, tickets_index(), this);
    if (const TlsSession session = store_->take(key_)) SSL_set_session(ssl, session.get());
}

bool TlsTickets::accept(SSL* ssl) {
    verdict_ = Verdict::accepted;
    for (TlsSession& session : held_) store_->put(key_, std::move(session));
    held_.clear();
    const bool resumed = SSL_session_reused(ssl) == 1;
    // TLS 1.2 gives no new ticket for one that was used; there the old one stays good.
    if (resumed && SSL_version(ssl) < TLS1_3_VERSION) store_->put(key_, TlsSession(SSL_get1_session(ssl)));
    return resumed;
}

void TlsTickets::refuse() {
    verdict_ = Verdict::refused;
    held_.clear();
    store_->forget(key_);
}

// Returning 1 keeps the reference that the call brought.
int TlsTickets::on_session(SSL* ssl, SSL_SESSION* session) {
    auto* const tickets = static_cast<TlsTickets*>(SSL_get_ex_data(ssl, tickets_index()));
    if (!tickets || tickets->verdict_ == Verdict::refused) return 0;
    TlsSession owned(session);
    if (tickets->verdict_ == Verdict::accepted)
        tickets->store_->put(tickets->key_, std::move(owned));
    else if (tickets->held_.size() < kMostHeld)
        tickets->held_.push_back(std::move(owned));
    return 1;
}

}  // namespace confab::core
