#include "core/app/config_source.hpp"

namespace confab::core {

Result<Options> ConfigSource::options(const PluginDescriptor& descriptor) {
    Problems problems(name_);
    const Config config = read_(problems);
    Node node;  // a plugin that the file does not name has its defaults
    for (const PluginEntry& entry : config.plugins)
        if (entry.id == descriptor.id) node = entry.node;
    Options options = read_options(node, {descriptor.options, descriptor.option_count},
                                   "plugins." + std::string(descriptor.id), problems);
    if (problems.empty()) return options;
    std::string all;
    for (const std::string& line : problems.lines()) all += (all.empty() ? "" : "; ") + line;
    return Error(Errc::invalid_argument, all);
}

}  // namespace confab::core
