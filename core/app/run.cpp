#include <iostream>

#include "core/app/bot.hpp"
#include "core/app/commands.hpp"
#include "core/app/config_source.hpp"
#include "core/app/settings.hpp"
#include "core/app/stop_signal.hpp"

namespace confab::core {
namespace {

Task<int> serve(Runtime& runtime, Bot& bot, Logger& log, Prepared prepared, Signal& stop) {
    const TimePoint begun = runtime.clock().now();
    const std::size_t networks = prepared.networks.size();
    co_await bot.start(std::move(prepared));
    const auto took = std::chrono::duration_cast<Duration>(runtime.clock().now() - begun);
    log.info("ready",
             {{"networks", networks}, {"plugins", bot.directory().plugins().size()}, {"after", took}});
    co_await stop.wait();
    log.info("stopping");
    co_await bot.stop();
    log.info("stopped");
    co_return kOk;
}

}  // namespace

int run_command(const CommandLineOptions& options) {
    Problems problems(options.config);
    Config config = load_config(options.config, process_environment, problems);
    Prepared prepared = prepare(config, options.path, problems);
    if (!problems.empty()) {
        for (const std::string& line : problems.lines()) std::cerr << line << "\n";
        return kBadConfig;
    }
    if (!options.log_level.empty()) config.log.set("level", options.log_level);
    LogSystem logs(log_settings(config));
    for (const Secret& secret : secrets_of(config, prepared)) logs.mask(secret);
    const std::unique_ptr<Logger> log = logs.logger("confab");
    Runtime runtime;
    Bot bot(runtime, logs, config);
    ConfigSource source(options.path, options.config, [&options](Problems& found) {
        return load_config(options.config, process_environment, found);
    });
    bot.set_source(source);
    Signal stop;
    notify_on_stop(runtime, stop);
    return runtime.run(serve(runtime, bot, *log, std::move(prepared), stop));
}

int check_command(const CommandLineOptions& options) {
    Problems problems(options.config);
    const Config config = load_config(options.config, process_environment, problems);
    const Prepared prepared = prepare(config, options.path, problems);
    for (const RefusedPlugin& refused : prepared.refused) problems.add(refused.place, refused.reason);
    for (const std::string& line : problems.lines()) std::cerr << line << "\n";
    if (!problems.empty()) {
        std::cerr << problems.all().size() << (problems.all().size() == 1 ? " problem" : " problems") << "\n";
        return kBadConfig;
    }
    std::cout << options.config << " is valid: " << config.networks.size() << " networks, "
              << config.plugins.size() << " plugins\n";
    return kOk;
}

}  // namespace confab::core
