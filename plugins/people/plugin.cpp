#include "people.hpp"

CONFAB_PLUGIN(confab::people::LinkingPeople)
