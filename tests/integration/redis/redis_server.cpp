#include "tests/integration/redis/redis_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace confab::test {
namespace {

constexpr int kTries = 5;  // somebody else may take the port before the server does
constexpr std::chrono::seconds kStartLimit{20};

class Socket {
public:
    Socket() : fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
    ~Socket() {
        if (fd >= 0) ::close(fd);
    }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    int fd;
};

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

std::uint16_t free_port() {
    const Socket socket;
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof(address);
    if (::bind(socket.fd, reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
        ::getsockname(socket.fd, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw std::runtime_error("no free port");
    return ntohs(address.sin_port);
}

std::string content(const std::string& path) {
    std::ifstream file(path);
    std::ostringstream out;
    out << file.rdbuf();
    return out.str();
}

}  // namespace

RedisServer::RedisServer(RedisServerOptions options) : options_(std::move(options)) {
    std::string pattern = (std::filesystem::temp_directory_path() / "confab-redis-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("cannot make a folder for redis-server");
    folder_ = pattern;
    for (int i = 0; i < kTries; ++i) {
        port_ = free_port();
        if (launch()) return;
    }
    const std::string log = content(folder_ + "/log");
    std::filesystem::remove_all(folder_);
    throw std::runtime_error("redis-server does not start (is it installed?):\n" + log);
}

RedisServer::~RedisServer() {
    kill();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void RedisServer::kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

void RedisServer::start() {
    if (pid_ <= 0 && !launch())
        throw std::runtime_error("redis-server does not start:\n" + content(folder_ + "/log"));
}

void RedisServer::pause() {
    ::kill(pid_, SIGSTOP);
    // Only now is it certain that nothing more is answered.
    int status = 0;
    ::waitpid(pid_, &status, WUNTRACED);
}

void RedisServer::resume() {
    ::kill(pid_, SIGCONT);
}

bool RedisServer::launch() {
    const bool tls = !options_.certificate.empty();
    const std::string port = std::to_string(port_);
    std::vector<std::string> arguments{
        "redis-server",   "--bind",      "127.0.0.1", "--save", "",
        "--appendonly",   "no",          "--dir",     folder_,  "--logfile",
        folder_ + "/log", "--daemonize", "no",        "--port", tls ? "0" : port};
    const auto add = [&arguments](std::initializer_list<std::string> more) {
        arguments.insert(arguments.end(), more);
    };
    if (tls)
        add({"--tls-port", port, "--tls-cert-file", options_.certificate, "--tls-key-file",
             options_.private_key, "--tls-ca-cert-file", options_.ca_file, "--tls-auth-clients", "no"});
    if (!options_.password.empty()) add({"--requirepass", options_.password});
    arguments.insert(arguments.end(), options_.arguments.begin(), options_.arguments.end());
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);

    pid_ = ::fork();
    if (pid_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::execvp(argv[0], argv.data());
        ::_exit(127);
    }
    if (pid_ < 0) return false;
    const auto deadline = std::chrono::steady_clock::now() + kStartLimit;
    while (std::chrono::steady_clock::now() < deadline && !has_ended()) {
        if (accepts()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    kill();
    return false;
}

bool RedisServer::has_ended() {
    if (::waitpid(pid_, nullptr, WNOHANG) == 0) return false;
    pid_ = -1;
    return true;
}

bool RedisServer::accepts() const {
    const Socket socket;
    const sockaddr_in address = loopback(port_);
    return ::connect(socket.fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
}

}  // namespace confab::test
