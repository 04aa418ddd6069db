#pragma once

#include <confab/plugin.hpp>
#include <confab/service/directory.hpp>
#include <confab/service/plugin_control.hpp>

namespace confab::admin {

/// Tells what is running; loads, unloads and reloads plugins; changes their settings.
class Admin final : public Plugin {
public:
    using Needs = Services<Directory, PluginControl>;
    Task<void> start(Context& ctx) override;
};

}  // namespace confab::admin
