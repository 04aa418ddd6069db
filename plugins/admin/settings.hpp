#pragma once

#include <confab/plugin.hpp>
#include <confab/service/plugin_control.hpp>

namespace confab::admin {

/// `set`, `unset` and `settings`. `control` lives as long as the commands.
void add_settings_commands(Context& ctx, PluginControl& control);

}  // namespace confab::admin
