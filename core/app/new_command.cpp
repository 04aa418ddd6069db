#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "confab/result.hpp"
#include "core/app/commands.hpp"
#include "core/app/prefix.hpp"

namespace confab::core {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestName = 32;

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

// What may be a file, a CMake target, a key in bot.yaml and a word of a chat at once.
bool is_valid_name(const std::string& name) {
    if (name.empty() || name.size() > kLongestName || !is_lower(name.front())) return false;
    for (const char c : name)
        if (!is_lower(c) && c != '_' && (c < '0' || c > '9')) return false;
    return true;
}

// "word_count" is the class WordCount.
std::string class_name(const std::string& name) {
    std::string out;
    bool upper = true;
    for (const char c : name) {
        if (c != '_') out += upper && is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
        upper = c == '_';
    }
    return out;
}

std::string filled(std::string text, const std::map<std::string, std::string>& values) {
    for (const auto& [key, value] : values) {
        const std::string mark = "@" + key + "@";
        for (std::size_t at = text.find(mark); at != std::string::npos;
             at = text.find(mark, at + value.size()))
            text.replace(at, mark.size(), value);
    }
    return text;
}

Result<std::string> read(const fs::path& file) {
    std::ifstream in(file);
    std::stringstream text;
    if (!in || !(text << in.rdbuf()))
        return Error(Errc::not_found, "the template " + file.string() + " is missing; install Confab again");
    return text.str();
}

Result<void> write_plugin(const std::string& name, const fs::path& folder) {
    const fs::path templates = program_data() / "templates" / "plugin";
    const std::map<std::string, std::string> files = {{"CMakeLists.txt", "CMakeLists.txt.in"},
                                                      {name + ".cpp", "plugin.cpp.in"},
                                                      {name + "_test.cpp", "plugin_test.cpp.in"},
                                                      {"README.md", "README.md.in"},
                                                      {".gitignore", "gitignore.in"}};
    const std::map<std::string, std::string> values = {
        {"NAME", name}, {"CLASS", class_name(name)}, {"COMMAND", name}};
    std::map<fs::path, std::string> texts;  // all are read before anything is written
    for (const auto& [file, source] : files) {
        const Result<std::string> text = read(templates / source);
        if (!text) return text.error();
        texts[folder / file] = filled(*text, values);
    }
    std::error_code error;
    if (!fs::create_directory(folder, error))
        return Error(Errc::unavailable, "the folder " + folder.string() + " cannot be made (" +
                                            (error ? error.message() : "it exists") + ")");
    for (const auto& [file, text] : texts) {
        std::ofstream out(file);
        out << text;
        if (!out.flush()) return Error(Errc::unavailable, file.string() + " cannot be written");
    }
    return Result<void>();
}

}  // namespace

int new_command(const CommandLineOptions& options) {
    if (options.words.size() != 2 || options.words.front() != "plugin") {
        std::cerr << "usage: confab new plugin NAME\n";
        return kBadUsage;
    }
    const std::string& name = options.words[1];
    if (!is_valid_name(name)) {
        std::cerr << "confab: `" << name
                  << "` cannot be a plugin's name; use lower-case letters, digits and _, a "
                  << "letter first, at most " << kLongestName << " characters\n";
        return kBadUsage;
    }
    std::error_code error;
    if (fs::exists(fs::symlink_status(name, error))) {
        std::cerr << "confab: there is something at ./" << name << " already; nothing was written\n";
        return kFailed;
    }
    const Result<void> written = write_plugin(name, name);
    if (!written) {
        std::cerr << "confab: " << written.error().context() << "\n";
        return kFailed;
    }
    std::cout << "Wrote " << name << "/: " << name << ".cpp, its test, its build and a README. Next:\n\n"
              << "    cd " << name << "\n"
              << "    confab test     build it, run its tests, play its examples on IRC, Discord and Matrix\n"
              << "    confab dev      talk to it; every save is built and put in its place\n";
    return kOk;
}

}  // namespace confab::core
