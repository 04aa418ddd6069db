#pragma once
/// Service: randomness, injected so that tests can fix it.

#include <cstddef>
#include <span>
#include <string>

#include "confab/abi.hpp"

namespace confab::inline v1 {

class CONFAB_API Random {
public:
    static constexpr const char* kServiceId = "confab.random/1";
    virtual ~Random();
    virtual double uniform() = 0;                     ///< In [0, 1). For jitter, not for secrets.
    virtual void fill(std::span<std::byte> out) = 0;  ///< Cryptographically strong.
    /// `length` characters of [a-z0-9], from `fill`: nonces, transaction ids.
    std::string token(std::size_t length);
};

}  // namespace confab::inline v1
