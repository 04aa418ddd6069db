#include "core/straico/sandbox/gzip.hpp"

#include <algorithm>
#include <cstdint>

namespace confab::straico_sandbox {
namespace {

void put_little_endian(std::string& out, std::uint32_t number, unsigned bytes) {
    for (unsigned i = 0; i < bytes; ++i) out += static_cast<char>((number >> (8 * i)) & 0xFF);
}

std::uint32_t crc32(std::string_view text) {
    std::uint32_t crc = 0xFFFFFFFF;
    for (const char c : text) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320U : 0U);
    }
    return ~crc;
}

}  // namespace

std::string gzip_stored(std::string_view text) {
    constexpr std::size_t kMaxBlock = 0xFFFF;
    std::string out("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);
    std::string_view rest = text;
    do {
        const std::string_view block = rest.substr(0, kMaxBlock);
        rest.remove_prefix(block.size());
        out += rest.empty() ? '\1' : '\0';
        put_little_endian(out, static_cast<std::uint32_t>(block.size()), 2);
        put_little_endian(out, ~static_cast<std::uint32_t>(block.size()), 2);
        out += block;
    } while (!rest.empty());
    put_little_endian(out, crc32(text), 4);
    put_little_endian(out, static_cast<std::uint32_t>(text.size()), 4);
    return out;
}

}  // namespace confab::straico_sandbox
