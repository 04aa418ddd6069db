#include "core/app/version.hpp"

namespace confab::core {

std::string version_text() {
    return CONFAB_VERSION;
}

}  // namespace confab::core
