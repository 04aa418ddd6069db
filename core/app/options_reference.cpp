#include "core/app/options_reference.hpp"

#include <span>

#include "core/config/config.hpp"

namespace confab::core {
namespace {

// A `|` would end a cell.
std::string cell(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '|') out += '\\';
        out += c == '\n' ? ' ' : c;
    }
    return out;
}

std::string code(std::string_view text) {
    return text.empty() ? std::string() : "`" + cell(text) + "`";
}

void add_heading(std::string& page, const std::string& title) {
    page += "\n" + title + "\n\n| key | type | default | meaning |\n| --- | --- | --- | --- |\n";
}

void add_row(std::string& page, std::string_view key, OptionType type, std::string_view fallback,
             bool required, std::string_view help) {
    page += "| " + code(key) + " | " + type_name(type) + " | " + (required ? "(required)" : code(fallback)) +
            " | " + cell(help) + " |\n";
}

void add_section(std::string& page, const std::string& path, std::span<const OptionSpec> options) {
    add_heading(page, "## " + path);
    for (const OptionSpec& option : options)
        add_row(page, option.key, option.type, option.fallback ? option.fallback : "", option.required,
                option.help);
}

void add_described(std::string& page, const std::string& title, const std::vector<DescribedOption>& options) {
    if (options.empty()) return;
    add_heading(page, title);
    for (const DescribedOption& option : options)
        add_row(page, option.key, option.type, option.fallback.value_or(""), option.required, option.help);
}

void add_plugin(std::string& page, const PluginDescription& plugin) {
    if (plugin.options.empty() && plugin.network_options.empty() && plugin.settings.empty()) return;
    page += "\n## " + plugin.id + " " + plugin.version + "\n";
    add_described(page, "Under `plugins." + plugin.id + "`:", plugin.options);
    add_described(page,
                  "In an entry under `networks` with `adapter: " + plugin.id + "`:", plugin.network_options);
    add_described(page, "Settings, changed in chat as `!set " + plugin.id + ".KEY VALUE`:", plugin.settings);
}

}  // namespace

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

std::string options_reference(const std::vector<PluginDescription>& plugins) {
    std::string page =
        "# Options\n\nWhat can stand in bot.yaml, as it is declared. `confab plugins reference` writes this "
        "page.\n";
    add_section(page, "bot", Config::bot_options());
    for (const ServiceOptions::Section& section : ServiceOptions::sections())
        add_section(page, section.path, section.options);
    add_section(page, "storage", Config::storage_options());
    add_section(page, "log", Config::log_options());
    add_section(page, "admin", Config::admin_options());
    for (const PluginDescription& plugin : plugins) add_plugin(page, plugin);
    return page;
}

}  // namespace confab::core
