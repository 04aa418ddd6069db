#pragma once

namespace confab::core {

/// Takes the read-only pages of the program and its libraries out of this process's memory; what is used
/// again comes back from the page cache by a minor fault. Most of what ran was the start, and the kernel maps
/// 64 KiB around each first use: an idle bot holds three times the memory it needs. No written page is ever
/// touched. A hint: without effect where the kernel does not take it, or under a sanitizer.
void give_back_code_pages() noexcept;

}  // namespace confab::core
