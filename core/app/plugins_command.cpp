#include <iostream>

#include "confab/json.hpp"
#include "core/app/commands.hpp"
#include "core/app/options_reference.hpp"
#include "core/app/version.hpp"
#include "core/plugin/descriptor_reader.hpp"

namespace confab::core {
namespace {

void options_json(json::Writer& out, const std::vector<DescribedOption>& options) {
    out.begin_array();
    for (const DescribedOption& option : options) {
        out.begin_object().field("key", option.key).field("type", type_name(option.type));
        if (option.fallback) out.field("default", *option.fallback);
        out.field("required", option.required).field("help", option.help).end_object();
    }
    out.end_array();
}

void ids_json(json::Writer& out, const std::vector<std::string>& ids) {
    out.begin_array();
    for (const std::string& id : ids) out.value(id);
    out.end_array();
}

std::string as_json(const PluginDescription& plugin) {
    json::Writer out;
    out.begin_object().field("id", plugin.id).field("version", plugin.version);
    if (!plugin.platform.empty()) out.field("platform", plugin.platform);
    out.field("fingerprint", plugin.fingerprint);
    ids_json(out.key("needs"), plugin.needs);
    ids_json(out.key("offers"), plugin.offers);
    options_json(out.key("options"), plugin.options);
    options_json(out.key("network_options"), plugin.network_options);
    options_json(out.key("settings"), plugin.settings);
    out.end_object();
    return std::move(out).str();
}

void print_options(const char* title, const std::vector<DescribedOption>& options) {
    if (options.empty()) return;
    std::cout << title << "\n";
    for (const DescribedOption& option : options) {
        std::cout << "  " << option.key << " (" << type_name(option.type);
        if (option.required) std::cout << ", required";
        if (option.fallback && !option.fallback->empty()) std::cout << ", default " << *option.fallback;
        std::cout << "): " << option.help << "\n";
    }
}

void print(const PluginDescription& plugin) {
    std::cout << plugin.id << " " << plugin.version;
    if (!plugin.platform.empty()) std::cout << " (adapter for " << plugin.platform << ")";
    std::cout << "\n";
    for (const std::string& id : plugin.needs) std::cout << "needs " << id << "\n";
    for (const std::string& id : plugin.offers) std::cout << "offers " << id << "\n";
    print_options("options under plugins:", plugin.options);
    print_options("options under networks:", plugin.network_options);
    print_options("settings in chat:", plugin.settings);
}

Result<PluginDescription> describe(const SearchPath& path, const std::string& id) {
    const Result<std::filesystem::path> file = path.find(id);
    if (!file) return file.error();
    return read_description(*file);
}

int list_plugins(const CommandLineOptions& options) {
    int code = kOk;
    for (const std::string& id : options.path.available()) {
        const Result<PluginDescription> plugin = describe(options.path, id);
        if (!plugin) {
            std::cerr << plugin.error().context() << "\n";
            code = kFailed;
        } else if (options.json) {
            std::cout << as_json(*plugin) << "\n";
        } else {
            std::cout << id << " " << plugin->version << (plugin->platform.empty() ? "" : " adapter") << "\n";
        }
    }
    return code;
}

int reference(const CommandLineOptions& options) {
    int code = kOk;
    std::vector<PluginDescription> plugins;
    for (const std::string& id : options.path.available()) {
        Result<PluginDescription> plugin = describe(options.path, id);
        if (plugin) {
            plugins.push_back(std::move(*plugin));
        } else {
            std::cerr << plugin.error().context() << "\n";
            code = kFailed;
        }
    }
    std::cout << options_reference(plugins);
    return code;
}

}  // namespace

int plugins_command(const CommandLineOptions& options) {
    if (options.words.empty() || options.words.front() == "list") return list_plugins(options);
    if (options.words.front() == "reference" && options.words.size() == 1) return reference(options);
    if (options.words.front() != "info" || options.words.size() != 2) {
        std::cerr << "usage: confab plugins [list | info NAME|FILE.so | reference]\n";
        return kBadUsage;
    }
    const std::string& name = options.words[1];
    const bool is_file = name.ends_with(".so");
    const Result<PluginDescription> plugin =
        is_file ? read_description(std::filesystem::path(name)) : describe(options.path, name);
    if (!plugin) {
        std::cerr << plugin.error().context() << "\n";
        return kFailed;
    }
    if (options.json)
        std::cout << as_json(*plugin) << "\n";
    else
        print(*plugin);
    return kOk;
}

int version_command(const CommandLineOptions& options) {
    if (options.json)
        std::cout << std::move(json::Writer()
                                   .begin_object()
                                   .field("version", version_text())
                                   .field("fingerprint", host_fingerprint())
                                   .end_object())
                         .str()
                  << "\n";
    else
        std::cout << "confab " << version_text() << " (" << host_fingerprint() << ")\n";
    return kOk;
}

}  // namespace confab::core
