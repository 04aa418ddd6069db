#pragma once
/// A name server on loopback, UDP and TCP, in a thread of its own.

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace confab::test {

class NameServer {
public:
    enum class Manner {
        proper,
        silent,
        silent_for_v6,  ///< Answers for A, swallows AAAA.
        failing,        ///< SERVFAIL.
        refusing,       ///< REFUSED.
        truncated,      ///< The answer is to be had over TCP only.
        cut_short,      ///< Half of the answer, which says it has all.
        garbage,        ///< The right identifier, then noise.
        lost,           ///< An answer to some other query.
    };

    /// `port` 0: any free one.
    explicit NameServer(const std::string& address = "127.0.0.1", std::uint16_t port = 0);
    ~NameServer();
    NameServer(const NameServer&) = delete;
    NameServer& operator=(const NameServer&) = delete;

    /// For a name, or with "*." in front for all names below it. Names that nobody told about do not exist.
    void tell(const std::string& name, std::vector<std::string> addresses, std::uint32_t ttl = 60);
    void behave(const std::string& name, Manner manner);

    std::string address() const;  ///< "127.0.0.1:port"
    std::uint16_t port() const { return port_; }
    int queries() const { return queries_; }
    int tcp_queries() const { return tcp_queries_; }

private:
    struct Record {
        std::vector<std::string> addresses;
        std::uint32_t ttl = 60;
        Manner manner = Manner::proper;
    };
    void serve();
    void serve_udp();
    void serve_tcp();
    const Record* find(const std::string& name) const;
    std::string answer(const std::string& query, bool tcp);

    std::string address_;
    int udp_ = -1;
    int tcp_ = -1;
    std::uint16_t port_ = 0;
    std::mutex mutex_;
    std::map<std::string, Record> records_;
    std::atomic<int> queries_ = 0;
    std::atomic<int> tcp_queries_ = 0;
    std::atomic<bool> stop_ = false;
    std::thread thread_;
};

}  // namespace confab::test
