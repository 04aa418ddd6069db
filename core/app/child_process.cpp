#include "core/app/child_process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace confab::core {
namespace {

class SpawnActions {
public:
    SpawnActions() { ::posix_spawn_file_actions_init(&actions_); }
    ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions_); }
    SpawnActions(const SpawnActions&) = delete;
    SpawnActions& operator=(const SpawnActions&) = delete;
    posix_spawn_file_actions_t* get() { return &actions_; }

private:
    posix_spawn_file_actions_t actions_;
};

int exit_code(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return 127;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

ChildResult run_child(const std::vector<std::string>& command,
                      const std::function<void(std::string_view)>& on_output) {
    ChildResult result;
    int pipe[2];
    if (::pipe2(pipe, O_CLOEXEC) != 0) {
        result.code = 127;
        result.output = std::string("no pipe: ") + std::strerror(errno);
        return result;
    }
    SpawnActions actions;
    ::posix_spawn_file_actions_addopen(actions.get(), STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(actions.get(), pipe[1], STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(actions.get(), pipe[1], STDERR_FILENO);
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    pid_t child = 0;
    const int error =
        ::posix_spawnp(&child, arguments.front(), actions.get(), nullptr, arguments.data(), environ);
    ::close(pipe[1]);
    if (error != 0) {
        result.code = 127;
        result.output = command.front() + " cannot be run: " + std::strerror(error);
    } else {
        char buffer[4096];
        for (;;) {
            const ssize_t count = ::read(pipe[0], buffer, sizeof buffer);
            if (count < 0 && errno == EINTR) continue;
            if (count <= 0) break;
            const std::string_view piece(buffer, static_cast<std::size_t>(count));
            result.output += piece;
            if (on_output) on_output(piece);
        }
        result.code = exit_code(child);
    }
    ::close(pipe[0]);
    return result;
}

}  // namespace confab::core
