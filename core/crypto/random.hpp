#pragma once
/// Randomness: OpenSSL for what must not be guessed, a seeded generator for jitter.

#include <random>

#include "confab/service/random.hpp"

namespace confab::core {

/// I/O thread only: `uniform` keeps state.
class CoreRandom final : public Random {
public:
    CoreRandom();
    double uniform() override;
    /// Throws std::runtime_error when the system has no entropy: nothing secret may be made then.
    void fill(std::span<std::byte> out) override;

private:
    std::minstd_rand jitter_;
};

}  // namespace confab::core
