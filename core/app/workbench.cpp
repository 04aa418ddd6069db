#include "core/app/workbench.hpp"

#include <algorithm>

#include "confab/service/language_model.hpp"
#include "confab/service/plugin_control.hpp"
#include "core/app/plugin_project.hpp"
#include "core/plugin/descriptor_reader.hpp"

namespace confab::core {
namespace {

constexpr const char* kConfigName = "(the stand-ins' bot.yaml)";

std::string joined(const std::vector<std::string>& lines) {
    std::string out;
    for (const std::string& line : lines) out += (out.empty() ? "" : "\n") + line;
    return out;
}

bool needs_model(const std::vector<std::filesystem::path>& libraries) {
    for (const std::filesystem::path& library : libraries) {
        const Result<PluginDescription> plugin = read_description(library);
        if (plugin && std::find(plugin->needs.begin(), plugin->needs.end(), LanguageModel::kServiceId) !=
                          plugin->needs.end())
            return true;
    }
    return false;
}

}  // namespace

Workbench::Workbench(Runtime& runtime, LogSystem& logs, SearchPath path)
    : runtime_(runtime),
      logs_(logs),
      path_(std::move(path)),
      sandboxes_(runtime, logs, path_),
      author_(runtime, logs.logger("workbench")),
      source_(path_, kConfigName, [this](Problems& problems) { return config(problems); }) {}

Config Workbench::config(Problems& problems) const {
    std::vector<std::pair<std::string, std::string>> plugins;
    for (const std::string& id : ids_) plugins.emplace_back(id, "{}");
    if (needs_model(libraries_)) plugins.emplace_back("straico", "{}");
    return read_config(parse_tree(sandboxes_.bot_yaml(plugins), {}, process_environment, problems), problems);
}

Task<Result<void>> Workbench::start(std::vector<std::filesystem::path> libraries) {
    libraries_ = std::move(libraries);
    for (const std::filesystem::path& library : libraries_) {
        path_.prepend(library.parent_path());
        ids_.push_back(plugin_id_of(library));
    }
    source_ = ConfigSource(path_, kConfigName, [this](Problems& problems) { return config(problems); });
    const Result<void> started = co_await sandboxes_.start(Sandboxes::names());
    if (!started) co_return started.error();
    Problems problems(kConfigName);
    const Config settings = config(problems);
    Prepared prepared = prepare(settings, path_, problems);
    for (const RefusedPlugin& refused : prepared.refused) problems.add(refused.place, refused.reason);
    if (!problems.empty()) co_return Error(Errc::invalid_argument, joined(problems.lines()));
    bot_ = std::make_unique<Bot>(runtime_, logs_, settings);
    bot_->set_source(source_);
    co_await bot_->start(std::move(prepared));
    for (const PluginInfo& plugin : bot_->directory().plugins())
        if (plugin.state != "running" && std::find(ids_.begin(), ids_.end(), plugin.id) != ids_.end())
            co_return Error(Errc::unavailable, plugin.id + ": " + plugin.state);
    co_return Result<void>();
}

Task<Result<void>> Workbench::swap() {
    const std::shared_ptr<void> own = bot_->services().make_own(PluginControl::kServiceId, author_);
    auto& control = *static_cast<PluginControl*>(own.get());
    for (const std::string& id : ids_) {
        const Result<std::string> swapped = co_await control.reload(id);
        if (!swapped) co_return swapped.error();
    }
    co_return Result<void>();
}

Task<void> Workbench::stop() {
    if (bot_) co_await bot_->stop();
    bot_.reset();
    co_await sandboxes_.stop();
}

}  // namespace confab::core
