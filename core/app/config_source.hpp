#pragma once
/// Libraries from the search path, options from the configuration as it is when they are asked for: who edits
/// bot.yaml and reloads a plugin gets the new options.

#include <functional>

#include "core/config/config.hpp"
#include "core/plugin/plugin_source.hpp"
#include "core/plugin/search_path.hpp"

namespace confab::core {

class ConfigSource final : public PluginSource {
public:
    using Read = std::function<Config(Problems& problems)>;
    /// `name`: of the file, for messages.
    ConfigSource(SearchPath path, std::string name, Read read)
        : path_(std::move(path)), name_(std::move(name)), read_(std::move(read)) {}

    Result<Library> load(const std::string& id) override { return path_.load(id); }
    Result<Options> options(const PluginDescriptor& descriptor) override;

private:
    SearchPath path_;
    std::string name_;
    Read read_;
};

}  // namespace confab::core
