#include "core/net/tls_sessions.hpp"

#include <gtest/gtest.h>

namespace confab::core {
namespace {

TlsSession session(unsigned char id) {
    TlsSession out(SSL_SESSION_new());
    SSL_SESSION_set1_id(out.get(), &id, 1);  // without one it counts as not resumable
    return out;
}

int id_of(const TlsSession& from) {
    unsigned size = 0;
    return from ? SSL_SESSION_get_id(from.get(), &size)[0] : -1;
}

TEST(TlsSessionStore, GivesEachSessionOnceTheNewestFirst) {
    TlsSessionStore store;
    store.put("a", session(1));
    store.put("a", session(2));
    EXPECT_EQ(id_of(store.take("b")), -1);
    EXPECT_EQ(id_of(store.take("a")), 2);
    EXPECT_EQ(id_of(store.take("a")), 1);
    EXPECT_EQ(id_of(store.take("a")), -1);
    EXPECT_EQ(store.size(), 0u);
}

TEST(TlsSessionStore, KeepsTheLatestOfEachKeyAndTheKeysUsedLast) {
    TlsSessionStore store(2, 2);
    for (unsigned char id : {1, 2, 3}) store.put("a", session(id));
    EXPECT_EQ(store.size(), 2u);
    store.put("b", session(4));
    store.put("a", session(5));
    store.put("c", session(6));  // "b" goes
    EXPECT_EQ(id_of(store.take("b")), -1);
    EXPECT_EQ(id_of(store.take("c")), 6);
    EXPECT_EQ(id_of(store.take("a")), 5);
    EXPECT_EQ(id_of(store.take("a")), 3);
    EXPECT_EQ(id_of(store.take("a")), -1);
}

TEST(TlsSessionStore, ForgetsAKey) {
    TlsSessionStore store;
    store.put("a", session(1));
    store.put("b", session(2));
    store.forget("a");
    store.forget("unknown");
    EXPECT_EQ(id_of(store.take("a")), -1);
    EXPECT_EQ(id_of(store.take("b")), 2);
}

TEST(TlsSessionStore, SkipsWhatCannotBeResumed) {
    TlsSessionStore store;
    store.put("a", session(1));
    store.put("a", TlsSession(SSL_SESSION_new()));
    EXPECT_EQ(id_of(store.take("a")), 1);
}

}  // namespace
}  // namespace confab::core
