#include "chat.hpp"

CONFAB_PLUGIN(confab::chat::Chat)
