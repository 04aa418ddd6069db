#include "core/crypto/random.hpp"

#include <sys/random.h>

#include <cerrno>
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

// The kernel's generator, not OpenSSL's: starting OpenSSL costs 2 MB that a bot without TLS need not spend.
void CoreRandom::fill(std::span<std::byte> out) {
    while (!out.empty()) {
        const ssize_t got = ::getrandom(out.data(), out.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) throw std::runtime_error("no entropy: getrandom failed");
        out = out.subspan(static_cast<std::size_t>(got));
    }
}

}  // namespace confab::core
