#pragma once
/// Hashes and codings on OpenSSL's EVP interface.

#include "confab/service/crypto.hpp"

namespace confab::core {

/// Stateless and thread-safe. Throws std::runtime_error only when OpenSSL itself is broken (no provider).
class CoreCrypto final : public Crypto {
public:
    std::string sha256(std::string_view bytes) const override;
    std::string sha1(std::string_view bytes) const override;
    std::string hmac_sha256(std::string_view key, std::string_view bytes) const override;
    std::string pbkdf2_sha256(std::string_view password, std::string_view salt,
                              unsigned iterations) const override;
    std::string base64(std::string_view bytes) const override;
    std::optional<std::string> from_base64(std::string_view text) const override;
};

}  // namespace confab::core
