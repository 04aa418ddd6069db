#include "core/crypto/random.hpp"

#include <openssl/rand.h>

#include <climits>
#include <stdexcept>

namespace confab::core {

CoreRandom::CoreRandom() {
    std::uint32_t seed = 0;
    fill(std::as_writable_bytes(std::span(&seed, 1)));
    jitter_.seed(seed);
}

double CoreRandom::uniform() {
    return std::uniform_real_distribution<double>(0.0, 1.0)(jitter_);
}

void CoreRandom::fill(std::span<std::byte> out) {
    while (!out.empty()) {
        const std::size_t step = std::min<std::size_t>(out.size(), INT_MAX);
        if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(step)) != 1)
            throw std::runtime_error("no entropy: OpenSSL's RAND_bytes failed");
        out = out.subspan(step);
    }
}

}  // namespace confab::core
