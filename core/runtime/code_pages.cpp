#include "core/runtime/code_pages.hpp"

#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>

namespace confab::core {
namespace {

int give_back(dl_phdr_info* library, std::size_t, void*) {
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    for (int i = 0; i < library->dlpi_phnum; ++i) {
        const auto& segment = library->dlpi_phdr[i];
        if (segment.p_type != PT_LOAD || (segment.p_flags & PF_W) != 0) continue;
        const std::uintptr_t begin = (library->dlpi_addr + segment.p_vaddr) & ~(page - 1);
        const std::uintptr_t end = library->dlpi_addr + segment.p_vaddr + segment.p_memsz;
        // Refused for the kernel's own page of code (vdso): nothing is lost.
        ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
    }
    return 0;
}

}  // namespace

void give_back_code_pages() noexcept {
    ::dl_iterate_phdr(give_back, nullptr);
}

}  // namespace confab::core
