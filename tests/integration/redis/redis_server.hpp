#pragma once
/// A real redis-server for one test: on a free loopback port, in a folder of its own, storing nothing.

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace confab::test {

class RedisServerOptions {
public:
    std::string password;     ///< Not empty: clients must authenticate.
    std::string certificate;  ///< PEM files; given: TLS, and only TLS.
    std::string private_key;
    std::string ca_file;                 ///< Needed with `certificate`; clients need none of their own.
    std::vector<std::string> arguments;  ///< More of them, "--maxmemory", "1mb".
};

/// Throws std::runtime_error with the server's log when it does not start. The destructor kills the server by
/// its pid and removes the folder; the server also ends with the thread that started it.
class RedisServer {
public:
    explicit RedisServer(RedisServerOptions options = {});
    ~RedisServer();
    RedisServer(const RedisServer&) = delete;
    RedisServer& operator=(const RedisServer&) = delete;

    std::uint16_t port() const noexcept { return port_; }
    pid_t pid() const noexcept { return pid_; }

    void kill();    ///< As a crash: SIGKILL. What was in it is lost.
    void start();   ///< After `kill`, on the same port; returns when it accepts connections.
    void pause();   ///< SIGSTOP: connections stay, nothing is answered.
    void resume();  ///< SIGCONT.

private:
    bool launch();
    bool accepts() const;
    bool has_ended();

    RedisServerOptions options_;
    std::string folder_;
    std::uint16_t port_ = 0;
    pid_t pid_ = -1;
};

}  // namespace confab::test
