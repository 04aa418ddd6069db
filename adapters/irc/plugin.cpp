#include "confab/plugin.hpp"
#include "adapter.hpp"

CONFAB_PLUGIN(confab::irc::IrcAdapter)
