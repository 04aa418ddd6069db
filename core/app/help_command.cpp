#include <algorithm>
#include <iostream>
#include <vector>

#include "core/app/usage.hpp"
#include "core/config/problem.hpp"

namespace confab::core {
namespace {

std::string padded(std::string text, std::size_t width) {
    text.append(text.size() < width ? width - text.size() : 1, ' ');
    return text;
}

void print_examples(std::ostream& out, const std::vector<CommandExample>& examples) {
    std::size_t width = 0;
    for (const CommandExample& example : examples)
        width = std::max(width, std::string_view(example.line).size());
    out << "Examples:\n";
    for (const CommandExample& example : examples)
        out << "  " << padded(example.line, width + 2) << example.help << "\n";
}

void print_options(std::ostream& out, std::span<const CommandOption> options) {
    out << "\nOptions:\n";
    for (const CommandOption& option : options)
        out << "  " << padded(option_text(option), 24) << option.help << "\n";
    out << "  " << padded("-h, --help", 24) << "show this\n";
}

}  // namespace

std::string option_text(const CommandOption& option) {
    std::string text = option.letter ? std::string("-") + option.letter + ", --" : std::string("--");
    text += option.name;
    if (option.argument) text += std::string(" ") + option.argument;
    return text;
}

std::string usage_text(const Subcommand& command) {
    std::string text = std::string("confab ") + command.name;
    if (*command.arguments) text += std::string(" ") + command.arguments;
    if (!command.options.empty()) text += " [OPTION ...]";
    return text;
}

void print_help(std::ostream& out) {
    std::vector<CommandExample> examples;
    for (const char* name : {"demo", "check", "run", "new", "test", "dev"})
        examples.push_back(find_subcommand(name)->examples.front());
    print_examples(out, examples);
    out << "\nCommands:\n";
    for (const Subcommand& command : subcommands())
        out << "  " << padded(command.name, 12) << command.help << "\n";
    out << "\nconfab help COMMAND shows its options.\n";
}

void print_help(std::ostream& out, const Subcommand& command) {
    print_examples(out, {command.examples.begin(), command.examples.end()});
    out << "\nUsage: " << usage_text(command) << "\n  " << command.help << "\n";
    print_options(out, command.options);
}

std::string no_such_command(const std::string& name) {
    std::vector<std::string> names;
    for (const Subcommand& command : subcommands()) names.emplace_back(command.name);
    return "confab: there is no command `" + name + "`" + did_you_mean(name, names) +
           "; confab --help lists them\n";
}

int help_command(const CommandLineOptions& options) {
    if (options.words.empty()) {
        print_help(std::cout);
        return kOk;
    }
    const Subcommand* command = find_subcommand(options.words.front());
    if (!command) {
        std::cerr << no_such_command(options.words.front());
        return kBadUsage;
    }
    print_help(std::cout, *command);
    return kOk;
}

}  // namespace confab::core
