#pragma once

#include "confab/service/random.hpp"

namespace confab::inline v1::testing {

/// The same sequence in every run (SplitMix64). For tests: nothing secret may come from it.
class SeededRandom final : public Random {
public:
    void seed(std::uint64_t seed) noexcept { state_ = seed; }
    double uniform() override { return static_cast<double>(next() >> 11) / 9007199254740992.0; }
    void fill(std::span<std::byte> out) override {
        for (std::byte& byte : out) byte = static_cast<std::byte>(next() & 0xFF);
    }

private:
    std::uint64_t next() noexcept {
        std::uint64_t z = state_ += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
    std::uint64_t state_ = 1;
};

}  // namespace confab::inline v1::testing
