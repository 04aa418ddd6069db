#include "core/app/demo_prompt.hpp"

#include <iomanip>
#include <iostream>

#include "core/runtime/console.hpp"
#include "core/runtime/task_scope.hpp"

namespace confab::core {
namespace {

constexpr Duration kHour{3'600'000};

Task<void> show_answers(const RunningSandbox& network) {
    for (;;) {
        Result<SandboxLine> line = co_await network.sandbox->next_from_bot(kHour);
        if (line) show_line(network.name, line->channel, line->sender, line->text);
    }
}

const RunningSandbox* find_network(const Sandboxes& sandboxes, const std::string& name) {
    for (const RunningSandbox& running : sandboxes.running())
        if (running.sandbox && running.name == name) return &running;
    return nullptr;
}

Task<void> read_lines(Console& console, Sandboxes& sandboxes, Signal& stop) {
    const RunningSandbox* current = find_network(sandboxes, "irc");
    for (;;) {
        std::cout << current->name << "> " << std::flush;
        const std::optional<std::string> line = co_await console.read_line();
        if (!line || *line == "quit") break;
        if (const RunningSandbox* other = find_network(sandboxes, *line)) {
            current = other;
        } else if (!line->empty()) {
            const Result<void> said =
                co_await current->sandbox->say("alice", current->sandbox->channel(), *line);
            if (!said) std::cerr << said.error().message() << "\n";
        }
    }
    std::cout << "\n";
    stop.notify();
}

}  // namespace

void show_line(const std::string& network, const std::string& channel, const std::string& who,
               const std::string& text) {
    std::cout << std::left << std::setw(8) << network << std::setw(18) << channel << std::setw(18) << who
              << " " << text << std::endl;
}

Task<void> run_prompt(Runtime& runtime, LogSystem& logs, Sandboxes& sandboxes, Signal& stop) {
    std::cout << "\nYou are alice. Type a line, or the name of a network (irc, discord, matrix) to go there, "
                 "or quit.\n";
    const std::unique_ptr<Logger> log = logs.logger("prompt");
    Console console(runtime.executor());
    TaskScope tasks(runtime.executor(), *log);
    for (const RunningSandbox& running : sandboxes.running())
        if (running.sandbox) tasks.spawn("show " + running.name, show_answers(running));
    tasks.spawn("prompt", read_lines(console, sandboxes, stop));
    co_await stop.wait();
    tasks.cancel();
    co_await tasks.join_for(Duration(2'000));
}

}  // namespace confab::core
