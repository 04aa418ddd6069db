#pragma once
/// A bot with an author's plugins on the stand-ins of all networks: what `confab test` and `confab dev` work
/// on.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/app/bot.hpp"
#include "core/app/config_source.hpp"
#include "core/app/sandboxes.hpp"
#include "core/plugin/core_owner.hpp"

namespace confab::core {

class Workbench {
public:
    Workbench(Runtime& runtime, LogSystem& logs, SearchPath path);

    /// Starts the stand-ins, and a bot with the plugins of these files. Errors: why one does not run.
    Task<Result<void>> start(std::vector<std::filesystem::path> libraries);
    /// Puts what the files are now in the place of what runs; after an error, what ran before goes on.
    Task<Result<void>> swap();
    Task<void> stop();

    Sandboxes& sandboxes() noexcept { return sandboxes_; }
    Bot& bot() noexcept { return *bot_; }
    const std::vector<std::string>& plugin_ids() const noexcept { return ids_; }

private:
    Config config(Problems& problems) const;

    Runtime& runtime_;
    LogSystem& logs_;
    SearchPath path_;
    Sandboxes sandboxes_;
    std::vector<std::filesystem::path> libraries_;
    std::vector<std::string> ids_;
    CoreOwner author_;  // who asks for a swap
    ConfigSource source_;
    std::unique_ptr<Bot> bot_;
};

}  // namespace confab::core
