#include "sandbox.hpp"

CONFAB_PLUGIN(confab::irc_sandbox::IrcSandboxPlugin)
