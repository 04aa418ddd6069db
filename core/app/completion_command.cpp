// Completion scripts, from the tables. A shell offers subcommands first, then what its entry says.
#include <iostream>

#include "core/app/usage.hpp"

namespace confab::core {
namespace {

std::string joined_words(const Subcommand& command) {
    std::string out;
    for (const char* word : command.words)
        if (*word != '<') out += std::string(out.empty() ? "" : " ") + word;
    return out;
}

bool takes(const Subcommand& command, std::string_view placeholder) {
    for (const char* word : command.words)
        if (placeholder == word) return true;
    return false;
}

std::string joined_names() {
    std::string out;
    for (const Subcommand& command : subcommands()) out += std::string(out.empty() ? "" : " ") + command.name;
    return out;
}

// Within single quotes of a shell.
std::string quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'')
            out += "'\\''";
        else
            out += c;
    }
    return out + "'";
}

void bash(std::ostream& out) {
    out << "# bash completion for confab; made by `confab completion bash`\n"
           "_confab() {\n"
           "    local current=\"${COMP_WORDS[COMP_CWORD]}\" previous=\"${COMP_WORDS[COMP_CWORD-1]}\" "
           "words=\"\" "
           "kind=\"\"\n"
           "    COMPREPLY=()\n"
           "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
           "        COMPREPLY=($(compgen -W \""
        << joined_names()
        << "\" -- \"$current\"))\n"
           "        return\n"
           "    fi\n"
           "    case \"$previous\" in\n"
           "        -c|--config) COMPREPLY=($(compgen -f -- \"$current\")); return ;;\n"
           "        -p|--plugins|-b|--build) COMPREPLY=($(compgen -d -- \"$current\")); return ;;\n"
           "        --log) COMPREPLY=($(compgen -W \"trace debug info warn error\" -- \"$current\")); return "
           ";;\n"
           "    esac\n"
           "    case \"${COMP_WORDS[1]}\" in\n";
    for (const Subcommand& command : subcommands()) {
        std::string words = joined_words(command);
        if (takes(command, "<command>")) words += joined_names();
        for (const CommandOption& option : command.options) words += std::string(" --") + option.name;
        out << "        " << command.name << ") words=\"" << words << " --help\"";
        if (takes(command, "<folder>")) out << "; kind=folder";
        out << " ;;\n";
    }
    out << "    esac\n"
           "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
           "    if [ \"${COMP_WORDS[1]}\" = plugins ] && [ \"$previous\" = info ]; then\n"
           "        COMPREPLY=($(compgen -W \"$(confab plugins list 2>/dev/null | cut -d' ' -f1)\" -- "
           "\"$current\") $(compgen -f -X '!*.so' -- \"$current\"))\n"
           "    elif [ \"$kind\" = folder ]; then\n"
           "        COMPREPLY+=($(compgen -d -- \"$current\"))\n"
           "    fi\n"
           "}\n"
           "complete -F _confab confab\n";
}

void zsh(std::ostream& out) {
    out << "#compdef confab\n# zsh completion for confab; made by `confab completion zsh`\n"
           "_confab() {\n    local -a commands\n    commands=(\n";
    for (const Subcommand& command : subcommands())
        out << "        " << quoted(std::string(command.name) + ":" + command.help) << "\n";
    out << "    )\n    if (( CURRENT == 2 )); then\n        _describe 'command' commands\n        return\n   "
           " fi\n"
           "    case \"${words[2]}\" in\n";
    for (const Subcommand& command : subcommands()) {
        out << "        " << command.name << ") _arguments";
        for (const CommandOption& option : command.options) {
            const std::string argument =
                !option.argument
                    ? ""
                    : std::string(":") + option.argument +
                          (std::string_view(option.argument) == "FOLDER"  ? ":_files -/"
                           : std::string_view(option.argument) == "LEVEL" ? ":(trace debug info warn error)"
                                                                          : ":_files");
            out << " " << quoted(std::string("--") + option.name + "[" + option.help + "]" + argument);
        }
        out << " " << quoted("--help[show this]");
        std::string words = joined_words(command);
        if (takes(command, "<command>")) words += joined_names();
        if (!words.empty()) out << " " << quoted("*:word:(" + words + ")");
        if (takes(command, "<folder>")) out << " '*:folder:_files -/'";
        out << " ;;\n";
    }
    out << "    esac\n}\n_confab \"$@\"\n";
}

void fish(std::ostream& out) {
    out << "# fish completion for confab; made by `confab completion fish`\ncomplete -c confab -f\n";
    for (const Subcommand& command : subcommands()) {
        out << "complete -c confab -n __fish_use_subcommand -a " << command.name << " -d "
            << quoted(command.help) << "\n";
        const std::string when =
            "complete -c confab -n '__fish_seen_subcommand_from " + std::string(command.name) + "'";
        for (const CommandOption& option : command.options) {
            out << when << " -l " << option.name;
            if (option.letter) out << " -s " << option.letter;
            if (option.argument)
                out << " -r"
                    << (std::string_view(option.argument) == "LEVEL" ? " -a 'trace debug info warn error'"
                                                                     : " -F");
            out << " -d " << quoted(option.help) << "\n";
        }
        std::string words = joined_words(command);
        if (takes(command, "<command>")) words += joined_names();
        if (!words.empty()) out << when << " -a " << quoted(words) << "\n";
        if (takes(command, "<folder>")) out << when << " -F\n";
    }
}

}  // namespace

int completion_command(const CommandLineOptions& options) {
    const std::string shell = options.words.size() == 1 ? options.words.front() : std::string();
    if (shell == "bash") {
        bash(std::cout);
    } else if (shell == "zsh") {
        zsh(std::cout);
    } else if (shell == "fish") {
        fish(std::cout);
    } else {
        std::cerr << "usage: confab completion bash|zsh|fish\n";
        return kBadUsage;
    }
    return kOk;
}

}  // namespace confab::core
