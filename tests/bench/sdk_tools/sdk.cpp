// What the SDK promises: a command costs the same whatever the number of commands, and a reload is quick and
// leaves nothing behind. Usage: sdk PLUGIN.so
#include <ctime>

#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>

#include "confab/json.hpp"
#include "core/crypto/random.hpp"
#include "core/metrics/registry.hpp"
#include "core/plugin/plugin_system.hpp"

namespace confab::bench {
namespace {

using namespace confab::core;

constexpr int kBatch = 5'000;
constexpr int kBatches = 20;
constexpr int kReloads = 1'000;
constexpr int kWarmUp = 50;

LogConfig quiet() {
    LogConfig config;
    config.level = LogLevel::error;
    return config;
}

double cpu_seconds() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

long resident_kb() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (word == "VmRSS:") {
            long kb = 0;
            status >> kb;
            return kb;
        }
    return 0;
}

void print(const std::string& metric, double value, const char* unit) {
    json::Writer out;
    out.begin_object()
        .field("bench", "sdk")
        .field("metric", metric)
        .field("value", value)
        .field("unit", unit);
    std::cout << std::move(out.end_object()).str() << "\n";
}

class Bench {
public:
    explicit Bench(Runtime& runtime) : runtime_(runtime) {}

    // Nanoseconds of CPU from the message to the end of the handler, with so many commands; best of the
    // batches.
    Task<double> dispatch(int commands) {
        int handled = 0;
        for (int i = 0; i < commands; ++i)
            system_.commands.add(system_.core,
                                 CommandSpec("command" + std::to_string(i) + " [text...]", "Counts."),
                                 [&handled](Invocation&) -> Task<Reply> {
                                     ++handled;
                                     co_return Reply();
                                 });
        double best = 1e9;
        for (int batch = 0; batch < kBatches; ++batch) {
            handled = 0;
            const double begun = cpu_seconds();
            for (int i = 0; i < kBatch; ++i) {
                system_.dispatcher.dispatch(message(i, (i * 7919) % commands));
                if (i % 100 == 99) co_await runtime_.clock().sleep(Duration(0));
            }
            while (handled < kBatch) co_await runtime_.clock().sleep(Duration(0));
            best = std::min(best, (cpu_seconds() - begun) / kBatch * 1e9);
        }
        system_.commands.remove(system_.core);
        co_return best;
    }

    Task<int> reload(std::filesystem::path file) {
        system_.supervisor.unmap_after_drain(true);
        Result<Library> first = Library::load(file);
        if (!first) {
            std::cerr << first.error().message() << "\n";
            co_return 1;
        }
        const std::string id = first->descriptor().id;
        system_.supervisor.add(std::move(*first), Options());
        co_await system_.supervisor.start_ready();
        std::vector<double> times;
        long before = 0;
        for (int i = 0; i < kWarmUp + kReloads; ++i) {
            if (i == kWarmUp) before = resident_kb();
            const TimePoint begun = runtime_.clock().now();
            Result<Library> library = Library::load(file);
            const Result<std::string> done =
                co_await system_.supervisor.reload(id, std::move(*library), Options());
            if (!done) {
                std::cerr << done.error().message() << "\n";
                co_return 1;
            }
            times.push_back(
                std::chrono::duration<double, std::milli>(runtime_.clock().now() - begun).count());
        }
        std::nth_element(times.begin(), times.begin() + times.size() / 2, times.end());
        print("reload_ms", times[times.size() / 2], "ms");
        print("reload_rss_growth_kb", static_cast<double>(resident_kb() - before), "kB");
        co_return 0;
    }

    Task<void> stop() { return system_.stop(); }

private:
    static Event message(int number, int command) {
        const std::string name = "#channel" + std::to_string(number % 100);
        MessageReceived event;
        event.channel = Channel(ChannelRef(AccountId("net"), ChannelId(name)), name, ChannelKind::group);
        event.sender = User(UserId("alice"), "alice", Assurance::account);
        event.message = Message("!command" + std::to_string(command) + " with an argument");
        return event;
    }

    Runtime& runtime_;
    LogSystem logs_{quiet()};
    MetricsRegistry metrics_;
    CoreRandom random_;
    std::unique_ptr<Database> database_ = *Database::open(":memory:");
    PluginSystem system_{runtime_, logs_, metrics_, random_, *database_, PluginSystemConfig()};
};

Task<int> run(Runtime& runtime, std::filesystem::path plugin) {
    Bench bench(runtime);
    for (const int commands : {10, 1'000, 10'000}) {
        const double nanoseconds = co_await bench.dispatch(commands);
        print("dispatch_ns_" + std::to_string(commands), nanoseconds, "ns");
    }
    const int code = co_await bench.reload(std::move(plugin));
    co_await bench.stop();
    co_return code;
}

}  // namespace
}  // namespace confab::bench

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: sdk PLUGIN.so\n";
        return 64;
    }
    confab::core::Runtime runtime;
    return runtime.run(confab::bench::run(runtime, argv[1]));
}
