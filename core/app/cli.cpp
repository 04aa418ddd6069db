#include "core/app/cli.hpp"

#include <boost/program_options.hpp>
#include <iostream>

#include "core/app/commands.hpp"
#include "core/app/version.hpp"
#include "core/config/problem.hpp"

namespace confab::core {
namespace {

namespace po = boost::program_options;

struct Subcommand {
    const char* name;
    const char* help;
    int (*run)(const CommandLineOptions&);
};

constexpr Subcommand kSubcommands[] = {
    {"run", "run the bot of bot.yaml", run_command},
    {"check", "check bot.yaml and list every problem (exit 2 if there is one)", check_command},
    {"demo", "try the bot on stand-ins of all networks, no account needed", demo_command},
    {"sandbox", "run the stand-ins alone: sandbox [irc] [discord] [matrix] [straico]", sandbox_command},
    {"plugins", "plugins [list | info NAME|FILE.so]", plugins_command},
    {"version", "show the version and the fingerprint plugins must have", version_command},
};

po::options_description described() {
    po::options_description options("Options");
    options.add_options()("config,c", po::value<std::string>()->default_value("bot.yaml"),
                          "the configuration file")("plugins,p", po::value<std::vector<std::string>>(),
                                                    "a further folder to look for plugins in")(
        "log", po::value<std::string>(), "log level: trace, debug, info, warn, error")(
        "once", "demo: end after the script; exit 1 if a reply did not come")(
        "json", "print machine-readable lines")("yaml", "sandbox: print a whole bot.yaml")("help,h",
                                                                                           "show this");
    return options;
}

void print_help(std::ostream& out) {
    out << "Examples:\n"
           "  confab demo                  talk to the bot on three stand-in networks\n"
           "  confab check -c bot.yaml     is this file right?\n"
           "  confab run -c bot.yaml       run the bot\n"
           "  confab plugins info chat     what a plugin needs, offers and can be told\n\nCommands:\n";
    for (const Subcommand& command : kSubcommands)
        out << "  " << command.name << ": " << command.help << "\n";
    out << "\n" << described();
}

CommandLineOptions read_options(const po::variables_map& values) {
    CommandLineOptions options;
    options.path = SearchPath::standard();
    options.config = values["config"].as<std::string>();
    options.json = values.contains("json");
    options.once = values.contains("once");
    options.yaml = values.contains("yaml");
    if (values.contains("log")) options.log_level = values["log"].as<std::string>();
    if (values.contains("words")) options.words = values["words"].as<std::vector<std::string>>();
    if (values.contains("plugins"))
        for (const std::string& folder : values["plugins"].as<std::vector<std::string>>())
            options.path.prepend(folder);
    return options;
}

int run_subcommand(CommandLineOptions options) {
    if (options.words.empty()) {
        print_help(std::cerr);
        return kBadUsage;
    }
    const std::string name = options.words.front();
    options.words.erase(options.words.begin());
    std::vector<std::string> names;
    for (const Subcommand& command : kSubcommands) {
        if (name == command.name) return command.run(options);
        names.emplace_back(command.name);
    }
    std::cerr << "confab: there is no command `" << name << "`" << did_you_mean(name, names)
              << "; confab --help lists them\n";
    return kBadUsage;
}

}  // namespace

int run_cli(int argc, char** argv) {
    po::options_description hidden;
    hidden.add(described()).add_options()("words", po::value<std::vector<std::string>>());
    po::positional_options_description positional;
    positional.add("words", -1);
    try {
        po::variables_map values;
        po::store(po::command_line_parser(argc, argv).options(hidden).positional(positional).run(), values);
        po::notify(values);
        if (values.contains("help")) {
            print_help(std::cout);
            return kOk;
        }
        return run_subcommand(read_options(values));
    } catch (const po::error& e) {
        std::cerr << "confab: " << e.what() << "; confab --help lists the options\n";
        return kBadUsage;
    } catch (const std::exception& e) {
        std::cerr << "confab: " << e.what() << "\n";
        return kInternal;
    }
}

}  // namespace confab::core
