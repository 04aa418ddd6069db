#include <algorithm>
#include <iostream>

#include "confab/json.hpp"
#include "core/app/commands.hpp"
#include "core/app/sandboxes.hpp"
#include "core/app/settings.hpp"
#include "core/app/stop_signal.hpp"

namespace confab::core {
namespace {

std::string as_json(const RunningSandbox& running) {
    json::Writer out;
    out.begin_object().field("sandbox", running.name);
    if (running.sandbox) out.field("channel", running.sandbox->channel());
    out.key("options").begin_object();
    for (const auto& [key, value] : running.options) out.field(key, value);
    out.end_object().end_object();
    return std::move(out).str();
}

Task<int> serve(Sandboxes& sandboxes, std::vector<std::string> wanted, bool yaml, Signal& stop) {
    const Result<void> started = co_await sandboxes.start(std::move(wanted));
    if (!started) {
        std::cerr << started.error().message() << "\n";
        co_await sandboxes.stop();
        co_return kFailed;
    }
    if (yaml)
        std::cout << sandboxes.bot_yaml() << std::flush;
    else
        for (const RunningSandbox& running : sandboxes.running()) std::cout << as_json(running) << std::endl;
    co_await stop.wait();
    co_await sandboxes.stop();
    co_return kOk;
}

}  // namespace

int sandbox_command(const CommandLineOptions& options) {
    const std::vector<std::string>& known = Sandboxes::names();
    for (const std::string& name : options.words) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        std::cerr << "confab sandbox: there is no stand-in `" << name << "`" << did_you_mean(name, known)
                  << "\n";
        return kBadUsage;
    }
    LogSystem logs(log_settings(options.log_level));
    Runtime runtime;
    Sandboxes sandboxes(runtime, logs, options.path);
    Signal stop;
    notify_on_stop(runtime, stop);
    return runtime.run(serve(sandboxes, options.words.empty() ? known : options.words, options.yaml, stop));
}

}  // namespace confab::core
