#include <iostream>

#include "core/app/commands.hpp"
#include "core/app/demo_prompt.hpp"
#include "core/app/plugin_project.hpp"
#include "core/app/settings.hpp"
#include "core/app/source_watch.hpp"
#include "core/app/stop_signal.hpp"
#include "core/app/workbench.hpp"
#include "core/runtime/task_scope.hpp"

namespace confab::core {
namespace {

constexpr Duration kPause{50};  // several files are often saved at once

std::string seconds(Duration duration) {
    const auto tenths = duration.count() / 100;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

// Builds and swaps after every save. What does not build, or does not start, leaves the old one running.
Task<void> follow_sources(Runtime& runtime, const PluginProject& project, Workbench& workbench) {
    Clock& clock = runtime.clock();
    SourceWatch watch(runtime.executor(), project.folder(), project.build_folder());
    for (;;) {
        co_await watch.changed();
        co_await clock.sleep(kPause);
        watch.forget();
        const TimePoint begun = clock.now();
        Result<void> done = Result<void>();
        std::function<void()> building = [&project, &done] {
            done = project.build();
        };
        co_await runtime.on_worker(std::move(building));
        const bool built = done.has_value();
        if (built) done = co_await workbench.swap();
        const auto took = std::chrono::duration_cast<Duration>(clock.now() - begun);
        if (done)
            std::cout << "\n-- built and swapped in " << seconds(took) << std::endl;
        else
            std::cerr << "\n"
                      << done.error().context() << "\n-- "
                      << (built ? "the new build does not start"
                                : "that does not build; what ran before still runs")
                      << std::endl;
    }
}

Task<int> develop(Runtime& runtime, LogSystem& logs, const PluginProject& project, Workbench& workbench,
                  Signal& stop) {
    const Result<void> started = co_await workbench.start(project.libraries());
    if (!started) {
        std::cerr << started.error().context() << "\n";
        co_await workbench.stop();
        co_return kFailed;
    }
    for (const RunningSandbox& network : workbench.sandboxes().running())
        if (network.sandbox) co_await network.sandbox->bot_ready(Duration(15'000));
    std::cout << "Save a file: it is built, and put in the place of what runs.\n";
    const std::unique_ptr<Logger> log = logs.logger("dev");
    TaskScope tasks(runtime.executor(), *log);
    tasks.on_fault([&stop](const std::string&, const std::string& what) {
        std::cerr << "confab dev: " << what << "\n";
        stop.notify();
    });
    tasks.spawn("follow sources", follow_sources(runtime, project, workbench));
    co_await run_prompt(runtime, logs, workbench.sandboxes(), stop);
    tasks.cancel();
    co_await tasks.join_for(Duration(60'000));  // a build that is going on is waited for
    co_await workbench.stop();
    co_return kOk;
}

}  // namespace

int dev_command(const CommandLineOptions& options) {
    if (options.words.size() > 1) {
        std::cerr << "usage: confab dev [FOLDER]\n";
        return kBadUsage;
    }
    const Result<PluginProject> project =
        PluginProject::open(options.words.empty() ? "" : options.words.front(), options.build_folder);
    if (!project) {
        std::cerr << "confab dev: " << project.error().context() << "\n";
        return kFailed;
    }
    const Result<void> built = project->build();
    if (!built) {
        std::cerr << built.error().context() << "\nconfab dev: the plugin does not build yet\n";
        return kFailed;
    }
    if (project->libraries().empty()) {
        std::cerr << "confab dev: the build made no confab_<id>.so; is there a confab_add_plugin() in "
                     "CMakeLists.txt?\n";
        return kFailed;
    }
    LogSystem logs(log_settings(options.log_level));
    Runtime runtime;
    Signal stop;
    notify_on_stop(runtime, stop);
    Workbench workbench(runtime, logs, options.path);
    return runtime.run(develop(runtime, logs, *project, workbench, stop));
}

}  // namespace confab::core
