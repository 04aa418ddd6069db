// confab(1) in the macros of man(7), from the tables.
#include <iostream>

#include "core/app/usage.hpp"
#include "core/app/version.hpp"

namespace confab::core {
namespace {

// As text: hyphens stay hyphens, and no line begins with a control character.
std::string roff(std::string_view text) {
    std::string out;
    if (!text.empty() && (text.front() == '.' || text.front() == '\'')) out += "\\&";
    for (const char c : text) {
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else
            out += c;
    }
    return out;
}

void print_options(std::ostream& out, std::span<const CommandOption> options) {
    for (const CommandOption& option : options)
        out << ".TP\n.B " << roff(option_text(option)) << "\n" << roff(option.help) << ".\n";
}

void print_command(std::ostream& out, const Subcommand& command) {
    out << ".SS " << roff(usage_text(command)) << "\n" << roff(command.help) << ".\n";
    print_options(out, command.options);
    for (const CommandExample& example : command.examples)
        out << ".PP\n.nf\n.RS\n" << roff(example.line) << "\n.RE\n.fi\n" << roff(example.help) << ".\n";
}

}  // namespace

int man_command(const CommandLineOptions&) {
    std::ostream& out = std::cout;
    out << ".TH CONFAB 1 \"\" \"confab " << version_text() << "\" \"Confab\"\n"
        << ".SH NAME\nconfab \\- one bot, many chat networks\n"
        << ".SH SYNOPSIS\n.B confab\n.I COMMAND\n[\\fIARGUMENT\\fR ...] [\\fIOPTION\\fR ...]\n"
        << ".SH DESCRIPTION\nRuns a bot on IRC, Discord and Matrix from one file, bot.yaml, and the plugins "
           "it "
           "names;\nand helps to write and to try plugins.\n"
        << ".SH COMMANDS\n";
    for (const Subcommand& command : subcommands()) print_command(out, command);
    out << ".SH EXIT STATUS\n"
           ".TP\n.B 0\nAll went well.\n.TP\n.B 1\nIt failed, and standard error says why.\n"
           ".TP\n.B 2\nThe configuration is not valid.\n.TP\n.B 64\nThe command line is wrong.\n"
           ".TP\n.B 70\nA defect of the program.\n"
        << ".SH ENVIRONMENT\n"
           ".TP\n.B CONFAB_PLUGIN_PATH\nFolders to look for plugins in, separated by colons.\n"
           ".TP\n.B CONFAB_RECORD\n1: tests of plugins ask the real web, and record its answers.\n"
           ".TP\n.B CONFAB_TEST_LOG\nSet: tests of plugins show the log.\n"
        << ".SH FILES\n.TP\n.I bot.yaml\nThe configuration.\n"
           ".TP\n.I lib/confab/plugins/confab_NAME.so\nThe plugins, beside the program's prefix.\n"
           ".TP\n.I share/confab/templates\nWhat \\fBconfab new\\fR writes.\n";
    return kOk;
}

}  // namespace confab::core
