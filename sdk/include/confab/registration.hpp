#pragma once
/// What interceptors say, and callbacks that others may keep.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "confab/abi.hpp"

namespace confab::inline v1 {

/// Whether what was intercepted goes on to the next interceptor and, at last, to commands and handlers.
enum class Flow : std::uint8_t { next, halt };

/// Held by every copy of a guarded callback; the host knows from it which are still somewhere. Host code.
class CONFAB_API Lease {
public:
    virtual ~Lease();
    /// False once the plugin has stopped.
    virtual bool is_open() const noexcept = 0;
};

}  // namespace confab::inline v1
