#include <iostream>

#include "confab/json.hpp"
#include "core/app/commands.hpp"
#include "core/app/version.hpp"

namespace confab::core {
namespace {

const char* type_name(OptionType type) {
    switch (type) {
        case OptionType::string:
            return "string";
        case OptionType::integer:
            return "integer";
        case OptionType::number:
            return "number";
        case OptionType::boolean:
            return "boolean";
        case OptionType::duration:
            return "duration";
        case OptionType::list:
            return "list";
        case OptionType::secret:
            return "secret";
    }
    return "unknown";
}

void options_json(json::Writer& out, const OptionSpec* specs, std::size_t count) {
    out.begin_array();
    for (std::size_t i = 0; i < count; ++i) {
        out.begin_object().field("key", specs[i].key).field("type", type_name(specs[i].type));
        if (specs[i].fallback) out.field("default", specs[i].fallback);
        out.field("required", specs[i].required).field("help", specs[i].help).end_object();
    }
    out.end_array();
}

void ids_json(json::Writer& out, const char* const* ids) {
    out.begin_array();
    for (; *ids; ++ids) out.value(*ids);
    out.end_array();
}

std::string descriptor_json(const PluginDescriptor& descriptor) {
    json::Writer out;
    out.begin_object().field("id", descriptor.id).field("version", descriptor.version);
    if (descriptor.platform) out.field("platform", descriptor.platform);
    ids_json(out.key("needs"), descriptor.needs);
    ids_json(out.key("offers"), descriptor.offers);
    options_json(out.key("options"), descriptor.options, descriptor.option_count);
    options_json(out.key("network_options"), descriptor.network_options, descriptor.network_option_count);
    out.end_object();
    return std::move(out).str();
}

void print_options(const char* title, const OptionSpec* specs, std::size_t count) {
    if (count == 0) return;
    std::cout << title << "\n";
    for (std::size_t i = 0; i < count; ++i) {
        std::cout << "  " << specs[i].key << " (" << type_name(specs[i].type);
        if (specs[i].required) std::cout << ", required";
        if (specs[i].fallback && *specs[i].fallback) std::cout << ", default " << specs[i].fallback;
        std::cout << "): " << specs[i].help << "\n";
    }
}

void print_descriptor(const PluginDescriptor& descriptor) {
    std::cout << descriptor.id << " " << descriptor.version;
    if (descriptor.platform) std::cout << " (adapter for " << descriptor.platform << ")";
    std::cout << "\n";
    for (const char* const* id = descriptor.needs; *id; ++id) std::cout << "needs " << *id << "\n";
    for (const char* const* id = descriptor.offers; *id; ++id) std::cout << "offers " << *id << "\n";
    print_options("options under plugins:", descriptor.options, descriptor.option_count);
    print_options("options under networks:", descriptor.network_options, descriptor.network_option_count);
}

int list_plugins(const CommandLineOptions& options) {
    int code = kOk;
    for (const std::string& id : options.path.available()) {
        const Result<Library> library = options.path.load(id);
        if (!library) {
            std::cerr << library.error().context() << "\n";
            code = kFailed;
        } else if (options.json) {
            std::cout << descriptor_json(library->descriptor()) << "\n";
        } else {
            const char* platform = library->descriptor().platform;
            std::cout << id << " " << library->descriptor().version << (platform ? " adapter" : "") << "\n";
        }
    }
    return code;
}

}  // namespace

int plugins_command(const CommandLineOptions& options) {
    if (options.words.empty() || options.words.front() == "list") return list_plugins(options);
    if (options.words.front() != "info" || options.words.size() != 2) {
        std::cerr << "usage: confab plugins [list | info NAME|FILE.so]\n";
        return kBadUsage;
    }
    const std::string& name = options.words[1];
    const bool is_file = name.ends_with(".so");
    const Result<Library> library = is_file ? Library::load(name) : options.path.load(name);
    if (!library) {
        std::cerr << library.error().context() << "\n";
        return kFailed;
    }
    if (options.json)
        std::cout << descriptor_json(library->descriptor()) << "\n";
    else
        print_descriptor(library->descriptor());
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
