#include <iostream>

#include "confab/json.hpp"
#include "core/app/commands.hpp"
#include "core/app/example_player.hpp"
#include "core/app/plugin_project.hpp"
#include "core/app/settings.hpp"
#include "core/app/stop_signal.hpp"

namespace confab::core {
namespace {

// Says how each step went: to a person, or as JSON lines.
class Report {
public:
    explicit Report(bool json) : json_(json) {}

    void step(std::string_view name, bool ok, const std::string& output) {
        if (!ok) failed_ = true;
        if (json_) {
            json::Writer out;
            out.begin_object().field("step", name).field("ok", ok).field("output", output).end_object();
            std::cout << std::move(out).str() << std::endl;
            return;
        }
        std::cout << (ok ? "ok      " : "FAILED  ") << name << std::endl;
        if (!ok) std::cerr << output << (output.ends_with('\n') ? "" : "\n");
    }

    void example(const PlayedExample& played) {
        ++examples_;
        if (!played.matches) failed_ = true;
        if (json_) {
            json::Writer out;
            out.begin_object().field("step", "example").field("ok", played.matches);
            out.field("network", played.network).field("plugin", played.plugin);
            out.field("input", played.input).field("expected", played.expected);
            if (played.reason.empty())
                out.field("reply", played.reply);
            else
                out.field("not_played", played.reason);
            out.end_object();
            std::cout << std::move(out).str() << std::endl;
            return;
        }
        std::cout << (!played.matches         ? "FAILED  "
                      : played.reason.empty() ? "ok      "
                                              : "skipped ")
                  << padded(played.network) << played.input << "\n";
        if (played.reason.empty())
            std::cout << "        " << padded("")
                      << indented(played.reply.empty() ? "(nothing)" : played.reply) << std::endl;
        else
            std::cout << "        " << padded("") << "(" << played.reason << ")" << std::endl;
        if (!played.matches && played.reason.empty())
            std::cout << "        expected: " << indented(played.expected) << std::endl;
    }

    bool failed() const noexcept { return failed_; }
    unsigned examples() const noexcept { return examples_; }

private:
    static std::string padded(std::string text) {
        text.resize(std::max<std::size_t>(text.size(), 9), ' ');
        return text;
    }
    static std::string indented(const std::string& text) {
        std::string out;
        for (const char c : text) out += c == '\n' ? std::string("\n                 ") : std::string(1, c);
        return out;
    }
    bool json_;
    bool failed_ = false;
    unsigned examples_ = 0;
};

Task<int> play_all(Clock& clock, Workbench& workbench, const PluginProject& project, Report& report) {
    const Result<void> started = co_await workbench.start(project.libraries());
    if (!started) {
        report.step("start", false, started.error().context());
    } else {
        std::function<void(const PlayedExample&)> tell = [&report](const PlayedExample& played) {
            report.example(played);
        };
        co_await play_examples(clock, workbench, std::move(tell));
    }
    co_await workbench.stop();
    co_return report.failed() ? kFailed : kOk;
}

int play_on_networks(const CommandLineOptions& options, const PluginProject& project, Report& report) {
    LogSystem logs(log_settings(options.log_level));
    Runtime runtime;
    Workbench workbench(runtime, logs, options.path);
    return runtime.run(play_all(runtime.clock(), workbench, project, report));
}

}  // namespace

int test_command(const CommandLineOptions& options) {
    if (options.words.size() > 1) {
        std::cerr << "usage: confab test [FOLDER]\n";
        return kBadUsage;
    }
    const Result<PluginProject> project =
        PluginProject::open(options.words.empty() ? "" : options.words.front(), options.build_folder);
    if (!project) {
        std::cerr << "confab test: " << project.error().context() << "\n";
        return kFailed;
    }
    Report report(options.json);
    const Result<void> built = project->build();
    report.step("build", built.has_value(), built ? std::string() : built.error().context());
    if (!built) {
        if (!options.json)
            std::cerr << "confab test: the plugin does not build; the compiler's first error says where\n";
        return kFailed;
    }
    if (project->libraries().empty()) {
        report.step("plugin", false,
                    "the build made no confab_<id>.so; is there a confab_add_plugin() in CMakeLists.txt?");
        return kFailed;
    }
    const ChildResult tests = project->test();
    report.step("tests", tests.ok(), tests.output);
    const int code = play_on_networks(options, *project, report);
    if (!options.json && code == kOk && report.examples() == 0)
        std::cout << "no examples: declare some with CommandSpec::example, they are help and test at once\n";
    return code;
}

}  // namespace confab::core
