#include "admin.hpp"

CONFAB_PLUGIN(confab::admin::Admin)
