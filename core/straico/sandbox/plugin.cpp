#include "core/straico/sandbox/sandbox_plugin.hpp"

CONFAB_PLUGIN(confab::straico_sandbox::SandboxPlugin)
