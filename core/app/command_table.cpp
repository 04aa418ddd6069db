#include "core/app/command_table.hpp"

#include <vector>

namespace confab::core {
namespace {

constexpr CommandOption kConfig{"config", 'c', "FILE", "the configuration file (default: bot.yaml)"};
constexpr CommandOption kPlugins{"plugins", 'p', "FOLDER", "a further folder to look for plugins in"};
constexpr CommandOption kLog{"log", 0, "LEVEL", "log level: trace, debug, info, warn, error"};
constexpr CommandOption kJson{"json", 0, nullptr, "print machine-readable lines"};
constexpr CommandOption kOnce{"once", 0, nullptr, "end after the script; exit 1 if a reply did not come"};
constexpr CommandOption kYaml{"yaml", 0, nullptr, "print a whole bot.yaml"};
constexpr CommandOption kBuild{"build", 'b', "FOLDER", "the build folder (default: build, in the plugin's)"};

constexpr CommandOption kRunOptions[] = {kConfig, kPlugins, kLog};
constexpr CommandOption kCheckOptions[] = {kConfig, kPlugins};
constexpr CommandOption kDemoOptions[] = {kOnce, kPlugins, kLog};
constexpr CommandOption kSandboxOptions[] = {kYaml, kPlugins, kLog};
constexpr CommandOption kPluginsOptions[] = {kPlugins, kJson};
constexpr CommandOption kTestOptions[] = {kBuild, kJson, kPlugins, kLog};
constexpr CommandOption kDevOptions[] = {kBuild, kPlugins, kLog};
constexpr CommandOption kVersionOptions[] = {kJson};

constexpr CommandExample kRunExamples[] = {{"confab run", "run the bot of ./bot.yaml"},
                                           {"confab run -c work.yaml --log debug", "say what happens"}};
constexpr CommandExample kCheckExamples[] = {{"confab check -c bot.yaml", "is this file right?"}};
constexpr CommandExample kDemoExamples[] = {{"confab demo", "talk to the bot on three stand-in networks"},
                                            {"confab demo --once", "play the script and end"}};
constexpr CommandExample kSandboxExamples[] = {
    {"confab sandbox irc matrix", "two networks, no bot; one JSON line each tells how to reach it"},
    {"confab sandbox --yaml > bot.yaml", "a bot.yaml that reaches all of them"}};
constexpr CommandExample kPluginsExamples[] = {
    {"confab plugins list", "what is there"},
    {"confab plugins info chat", "what a plugin needs, offers and can be told"},
    {"confab plugins info ./confab_greet.so --json", "the same of a file, which is not run"},
    {"confab plugins reference", "every option of the core and of all plugins, as Markdown"}};
constexpr CommandExample kNewExamples[] = {
    {"confab new plugin greet", "write ./greet: a plugin, its test, its build"}};
constexpr CommandExample kTestExamples[] = {
    {"confab test", "test the plugin in this folder"},
    {"confab test greet --json", "one JSON line for each step, for other programs"}};
constexpr CommandExample kDevExamples[] = {
    {"confab dev", "talk to the plugin in this folder while it is written"}};
constexpr CommandExample kCompletionExamples[] = {
    {"confab completion bash > ~/.local/share/bash-completion/completions/confab", "for bash"},
    {"confab completion zsh > ~/.zfunc/_confab", "for zsh, with ~/.zfunc in fpath"},
    {"confab completion fish > ~/.config/fish/completions/confab.fish", "for fish"}};
constexpr CommandExample kManExamples[] = {{"confab man | man -l -", "read it"}};
constexpr CommandExample kHelpExamples[] = {{"confab help test", "what `confab test` does"}};
constexpr CommandExample kVersionExamples[] = {{"confab version --json", "for scripts"}};

constexpr const char* kStandIns[] = {"irc", "discord", "matrix", "straico"};
constexpr const char* kPluginsWords[] = {"list", "info", "reference"};
constexpr const char* kNewWords[] = {"plugin"};
constexpr const char* kFolder[] = {"<folder>"};
constexpr const char* kShells[] = {"bash", "zsh", "fish"};
constexpr const char* kCommandWord[] = {"<command>"};

constexpr Subcommand kSubcommands[] = {
    {"run", "", "run the bot of bot.yaml", kRunOptions, kRunExamples, {}, run_command},
    {"check",
     "",
     "check bot.yaml and list every problem (exit 2 if there is one)",
     kCheckOptions,
     kCheckExamples,
     {},
     check_command},
    {"demo",
     "",
     "try the bot on stand-ins of all networks, no account needed",
     kDemoOptions,
     kDemoExamples,
     {},
     demo_command},
    {"sandbox", "[irc] [discord] [matrix] [straico]", "run the stand-ins alone", kSandboxOptions,
     kSandboxExamples, kStandIns, sandbox_command},
    {"plugins", "[list | info NAME|FILE.so | reference]", "show plugins, without running them",
     kPluginsOptions, kPluginsExamples, kPluginsWords, plugins_command},
    {"new",
     "plugin NAME",
     "write a new plugin into a folder of that name",
     {},
     kNewExamples,
     kNewWords,
     new_command},
    {"test", "[FOLDER]", "build a plugin, run its tests, play its examples on every network", kTestOptions,
     kTestExamples, kFolder, test_command},
    {"dev", "[FOLDER]", "talk to a plugin while it is written: built and swapped at every save", kDevOptions,
     kDevExamples, kFolder, dev_command},
    {"completion",
     "bash|zsh|fish",
     "print a completion script for a shell",
     {},
     kCompletionExamples,
     kShells,
     completion_command},
    {"man", "", "print the manual page", {}, kManExamples, {}, man_command},
    {"help", "[COMMAND]", "show how a command is used", {}, kHelpExamples, kCommandWord, help_command},
    {"version",
     "",
     "show the version and the fingerprint plugins must have",
     kVersionOptions,
     kVersionExamples,
     {},
     version_command},
};

}  // namespace

std::span<const Subcommand> subcommands() {
    return kSubcommands;
}

const Subcommand* find_subcommand(std::string_view name) {
    for (const Subcommand& command : kSubcommands)
        if (name == command.name) return &command;
    return nullptr;
}

std::span<const CommandOption> all_options() {
    static const std::vector<CommandOption> kAll = {kConfig, kPlugins, kLog, kJson, kOnce, kYaml, kBuild};
    return kAll;
}

}  // namespace confab::core
