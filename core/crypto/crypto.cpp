#include "core/crypto/crypto.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

namespace confab::core {
namespace {

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string digest(const EVP_MD* algorithm, std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> out;
    unsigned length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), out.data(), &length, algorithm, nullptr) != 1)
        throw std::runtime_error("OpenSSL cannot compute a digest");
    return std::string(reinterpret_cast<const char*>(out.data()), length);
}

int base64_digit(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '+') return 62;
    if (c == '/') return 63;
    return -1;
}

}  // namespace

std::string CoreCrypto::sha256(std::string_view bytes) const {
    return digest(EVP_sha256(), bytes);
}

std::string CoreCrypto::sha1(std::string_view bytes) const {
    return digest(EVP_sha1(), bytes);
}

std::string CoreCrypto::hmac_sha256(std::string_view key, std::string_view bytes) const {
    std::array<unsigned char, EVP_MAX_MD_SIZE> out;
    unsigned length = 0;
    if (!HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(bytes), bytes.size(),
              out.data(), &length))
        throw std::runtime_error("OpenSSL cannot compute an HMAC");
    return std::string(reinterpret_cast<const char*>(out.data()), length);
}

std::string CoreCrypto::pbkdf2_sha256(std::string_view password, std::string_view salt,
                                      unsigned iterations) const {
    std::string out(32, '\0');
    if (PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), bytes_of(salt),
                          static_cast<int>(salt.size()), static_cast<int>(iterations), EVP_sha256(),
                          static_cast<int>(out.size()), reinterpret_cast<unsigned char*>(out.data())) != 1)
        throw std::runtime_error("OpenSSL cannot compute PBKDF2");
    return out;
}

std::string CoreCrypto::base64(std::string_view bytes) const {
    std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock writes a terminating zero
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes_of(bytes),
                                       static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(length));
    return out;
}

// Not EVP_DecodeBlock: that skips white space and counts the padding as zero bytes.
std::optional<std::string> CoreCrypto::from_base64(std::string_view text) const {
    if (text.size() % 4 != 0) return std::nullopt;
    std::size_t padding = 0;
    while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
    std::string out;
    out.reserve(text.size() / 4 * 3);
    unsigned bits = 0;
    int pending = 0;
    for (const char c : text.substr(0, text.size() - padding)) {
        const int digit = base64_digit(c);
        if (digit < 0) return std::nullopt;
        bits = (bits << 6 | static_cast<unsigned>(digit)) & 0xffffff;
        pending += 6;
        if (pending >= 8) {
            pending -= 8;
            out += static_cast<char>(bits >> pending & 0xff);
        }
    }
    const bool canonical = (bits & ((1u << pending) - 1)) == 0;  // RFC 4648 section 3.5
    if (!canonical) return std::nullopt;
    return out;
}

}  // namespace confab::core
