#pragma once
/// Service: hashes and codings, on OpenSSL.

#include <optional>
#include <string>
#include <string_view>

#include "confab/abi.hpp"

namespace confab::inline v1 {

class CONFAB_API Crypto {
public:
    static constexpr const char* kServiceId = "confab.crypto/1";
    virtual ~Crypto();
    virtual std::string sha256(std::string_view bytes) const = 0;  ///< 32 raw bytes.
    virtual std::string sha1(std::string_view bytes) const = 0;    ///< 20 raw bytes; for WebSocket keys only.
    virtual std::string hmac_sha256(std::string_view key, std::string_view bytes) const = 0;
    /// PBKDF2 with HMAC-SHA-256 (RFC 8018 section 5.2): 32 raw bytes. Takes a while: 5 ms for 10,000
    /// iterations.
    virtual std::string pbkdf2_sha256(std::string_view password, std::string_view salt,
                                      unsigned iterations) const = 0;
    virtual std::string base64(std::string_view bytes) const = 0;  ///< RFC 4648 section 4, padded.
    virtual std::optional<std::string> from_base64(std::string_view text) const = 0;
};

}  // namespace confab::inline v1
