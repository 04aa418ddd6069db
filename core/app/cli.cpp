#include "core/app/cli.hpp"

#include <algorithm>
#include <boost/program_options.hpp>
#include <iostream>

#include "core/app/usage.hpp"
#include "core/config/problem.hpp"

namespace confab::core {
namespace {

namespace po = boost::program_options;

po::options_description described() {
    po::options_description options;
    for (const CommandOption& option : all_options()) {
        std::string name = option.name;
        if (option.letter) name += std::string(",") + option.letter;
        if (option.argument)
            options.add_options()(name.c_str(), po::value<std::vector<std::string>>(), option.help);
        else
            options.add_options()(name.c_str(), option.help);
    }
    options.add_options()("help,h", "")("words", po::value<std::vector<std::string>>());
    return options;
}

// The last one given; the value before it otherwise.
void read(const po::variables_map& values, const char* name, std::string& out) {
    if (values.contains(name)) out = values[name].as<std::vector<std::string>>().back();
}

CommandLineOptions read_options(const po::variables_map& values) {
    CommandLineOptions options;
    options.path = SearchPath::standard();
    options.json = values.contains("json");
    options.once = values.contains("once");
    options.yaml = values.contains("yaml");
    read(values, "config", options.config);
    read(values, "log", options.log_level);
    read(values, "build", options.build_folder);
    if (values.contains("words")) options.words = values["words"].as<std::vector<std::string>>();
    if (values.contains("plugins"))
        for (const std::string& folder : values["plugins"].as<std::vector<std::string>>())
            options.path.prepend(folder);
    return options;
}

bool takes(const Subcommand& command, const std::string& name) {
    return std::any_of(command.options.begin(), command.options.end(),
                       [&](const CommandOption& option) { return name == option.name; });
}

int run_subcommand(const po::variables_map& values) {
    CommandLineOptions options = read_options(values);
    const bool help = values.contains("help");
    if (options.words.empty()) {
        print_help(help ? std::cout : std::cerr);
        return help ? kOk : kBadUsage;
    }
    const std::string name = options.words.front();
    options.words.erase(options.words.begin());
    const Subcommand* command = find_subcommand(name);
    if (!command) {
        std::cerr << no_such_command(name);
        return kBadUsage;
    }
    if (help) {
        print_help(std::cout, *command);
        return kOk;
    }
    for (const auto& [given, value] : values) {
        if (given == "words" || takes(*command, given)) continue;
        std::cerr << "confab: `confab " << name << "` has no option --" << given << "; confab help " << name
                  << " shows those it has\n";
        return kBadUsage;
    }
    return command->run(options);
}

}  // namespace

int run_cli(int argc, char** argv) {
    const po::options_description options = described();
    po::positional_options_description positional;
    positional.add("words", -1);
    try {
        po::variables_map values;
        po::store(po::command_line_parser(argc, argv).options(options).positional(positional).run(), values);
        po::notify(values);
        return run_subcommand(values);
    } catch (const po::error& e) {
        std::cerr << "confab: " << e.what() << "; confab --help lists the commands\n";
        return kBadUsage;
    } catch (const std::exception& e) {
        std::cerr << "confab: " << e.what() << "\n";
        return kInternal;
    }
}

}  // namespace confab::core
