// Against a server that somebody else wrote: Python's http.server, when there is a Python.
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

#include "tests/integration/http/world.hpp"

namespace confab::test {
namespace {

constexpr const char* kProgram = R"(
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        if self.path == "/chunked":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for part in (b"one ", b"two ", b"three"):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
            self.wfile.write(b"0\r\n\r\n")
        else:
            self.answer(self.path.encode())
    def do_POST(self):
        self.answer(self.rfile.read(int(self.headers["Content-Length"])))
    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *args): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
)";

class PythonServer {
public:
    PythonServer() {
        int out[2];
        if (::pipe(out) != 0) return;
        pid_ = ::fork();
        if (pid_ == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            ::dup2(out[1], 1);
            ::execlp("python3", "python3", "-c", kProgram, static_cast<char*>(nullptr));
            ::_exit(127);
        }
        ::close(out[1]);
        if (std::FILE* lines = ::fdopen(out[0], "r")) {
            if (std::fscanf(lines, "%d", &port_) != 1) port_ = 0;
            std::fclose(lines);
        }
    }
    ~PythonServer() {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    int port() const { return port_; }

private:
    pid_t pid_ = -1;
    int port_ = 0;
};

Task<void> talks(TestRuntime& rt, int port) {
    World world(rt);
    const std::string base = "http://127.0.0.1:" + std::to_string(port);
    for (int i = 0; i < 20; ++i) {
        const std::string path = "/number/" + std::to_string(i);
        const auto response = co_await world.client.send(HttpRequest::get(base + path));
        EXPECT_TRUE(response && response->body == path);
    }
    const auto chunked = co_await world.client.send(HttpRequest::get(base + "/chunked"));
    EXPECT_TRUE(chunked && chunked->body == "one two three");
    HttpRequest upload("POST", base + "/");
    upload.body = std::string(2'000'000, 'u');
    const auto uploaded = co_await world.client.send(std::move(upload));
    EXPECT_TRUE(uploaded && uploaded->body.size() == 2'000'000);
    EXPECT_EQ(world.count("confab_http_connections_opened_total"), 1u);
}

TEST(HttpClient, TalksToPythonsServer) {
    const PythonServer server;
    if (server.port() == 0) GTEST_SKIP() << "python3 cannot be run";
    TestRuntime rt;
    rt.run(talks(rt, server.port()));
}

}  // namespace
}  // namespace confab::test
