#include "core/app/prefix.hpp"

namespace confab::core {

std::filesystem::path program_prefix() {
    return std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path();
}

std::filesystem::path program_data() {
    return program_prefix() / "share" / "confab";
}

}  // namespace confab::core
