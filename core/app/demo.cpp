#include <iostream>
#include <sstream>

#include "core/app/commands.hpp"
#include "core/app/config_source.hpp"
#include "core/app/demo_prompt.hpp"
#include "core/app/sandboxes.hpp"
#include "core/app/settings.hpp"
#include "core/app/stop_signal.hpp"

namespace confab::core {
namespace {

constexpr Duration kPatience{15'000};

struct Step {
    const char* text;
    const char* expected;  // part of the bot's answer
};

// The second question shows that the bot remembers the first: the stand-in tells how many turns it was sent.
constexpr Step kScript[] = {
    {"!ask Which networks do you speak?", "Which networks do you speak?"},
    {"!ask And what did I ask before?", "And what did I ask before?"},
    {"!help ask", "!ask"},
};

// Waits for the line with `expected` in it, showing all lines on the way.
Task<bool> wait_for_answer(Clock& clock, const RunningSandbox& network, std::string expected) {
    const TimePoint deadline = clock.now() + kPatience;
    for (;;) {
        const auto left = std::chrono::ceil<Duration>(deadline - clock.now());
        if (left <= Duration(0)) co_return false;
        Result<SandboxLine> line = co_await network.sandbox->next_from_bot(left);
        if (!line) co_return false;
        show_line(network.name, line->channel, line->sender, line->text);
        if (line->text.find(expected) != std::string::npos) co_return true;
    }
}

Task<unsigned> play_script(Clock& clock, const RunningSandbox& network) {
    const Result<void> ready = co_await network.sandbox->bot_ready(kPatience);
    if (!ready) {
        std::cerr << network.name << ": the bot did not get ready: " << ready.error().message() << "\n";
        co_return static_cast<unsigned>(std::size(kScript));
    }
    unsigned missing = 0;
    const std::string channel = network.sandbox->channel();
    for (const Step& step : kScript) {
        show_line(network.name, channel, "alice", step.text);
        const Result<void> said = co_await network.sandbox->say("alice", channel, step.text);
        const bool answered = said && co_await wait_for_answer(clock, network, step.expected);
        if (answered) continue;
        ++missing;
        std::cerr << network.name << ": no answer to `" << step.text << "` within " << kPatience.count()
                  << " ms\n";
    }
    co_return missing;
}

// The share of each central service in what was just shown; what did not happen is left out.
void show_metrics(const Metrics& metrics) {
    std::istringstream lines(metrics.prometheus_text());
    std::cout << "\nThe services all plugins share:\n";
    for (std::string line; std::getline(lines, line);) {
        const bool shared = line.starts_with("confab_http_") || line.starts_with("confab_straico_") ||
                            line.starts_with("confab_messages_") || line.starts_with("confab_dns_") ||
                            line.starts_with("confab_tls_") || line.starts_with("confab_shared_cache_");
        if (shared && !line.ends_with(" 0")) std::cout << "  " << line << "\n";
    }
}

Task<int> demo(Runtime& runtime, LogSystem& logs, const SearchPath& path, bool once, Signal& stop) {
    Sandboxes sandboxes(runtime, logs, path);
    const Result<void> started = co_await sandboxes.start(Sandboxes::names());
    if (!started) {
        std::cerr << started.error().message() << "\n";
        co_await sandboxes.stop();
        co_return kFailed;
    }
    Problems problems("(the demo's bot.yaml)");
    const Config config =
        read_config(parse_tree(sandboxes.bot_yaml(), {}, process_environment, problems), problems);
    Prepared prepared = prepare(config, path, problems);
    for (const RefusedPlugin& refused : prepared.refused) problems.add(refused.place, refused.reason);
    for (const std::string& line : problems.lines()) std::cerr << line << "\n";
    unsigned missing = static_cast<unsigned>(problems.all().size());
    if (problems.empty()) {
        Bot bot(runtime, logs, config);
        ConfigSource source(path, problems.file(), [&config](Problems&) { return config; });
        bot.set_source(source);
        co_await bot.start(std::move(prepared));
        for (const RunningSandbox& running : sandboxes.running())
            if (running.sandbox) missing += co_await play_script(runtime.clock(), running);
        if (!once) co_await run_prompt(runtime, logs, sandboxes, stop);
        show_metrics(bot.metrics());
        co_await bot.stop();
    }
    co_await sandboxes.stop();
    co_return missing == 0 ? kOk : kFailed;
}

}  // namespace

int demo_command(const CommandLineOptions& options) {
    LogSystem logs(log_settings(options.log_level));
    Runtime runtime;
    Signal stop;
    notify_on_stop(runtime, stop);
    return runtime.run(demo(runtime, logs, options.path, options.once, stop));
}

}  // namespace confab::core
