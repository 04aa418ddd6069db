#include "core/net/address_class.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace confab::core {
namespace ip = boost::asio::ip;
namespace {

struct BlockV4 {
    std::uint32_t network;
    int bits;
};

constexpr std::uint32_t v4(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
    return a << 24 | b << 16 | c << 8 | d;
}

constexpr std::array kNotPublicV4 = {
    BlockV4{v4(0, 0, 0, 0), 8},        // this host; connecting to it reaches loopback
    BlockV4{v4(10, 0, 0, 0), 8},       // private
    BlockV4{v4(100, 64, 0, 0), 10},    // carrier-grade NAT; some clouds' metadata
    BlockV4{v4(127, 0, 0, 0), 8},      // loopback
    BlockV4{v4(169, 254, 0, 0), 16},   // link-local; most clouds' metadata
    BlockV4{v4(172, 16, 0, 0), 12},    // private
    BlockV4{v4(192, 0, 0, 0), 24},     // protocol assignments
    BlockV4{v4(192, 0, 2, 0), 24},     // documentation
    BlockV4{v4(192, 88, 99, 0), 24},   // 6to4 relays
    BlockV4{v4(192, 168, 0, 0), 16},   // private
    BlockV4{v4(198, 18, 0, 0), 15},    // benchmarks
    BlockV4{v4(198, 51, 100, 0), 24},  // documentation
    BlockV4{v4(203, 0, 113, 0), 24},   // documentation
    BlockV4{v4(224, 0, 0, 0), 4},      // multicast
    BlockV4{v4(240, 0, 0, 0), 4},      // reserved, broadcast
};

struct BlockV6 {
    std::array<std::uint16_t, 3> head;
    int bits;
};

constexpr std::array kNotPublicV6 = {
    BlockV6{{0x2001, 0, 0}, 23},       // protocol assignments: Teredo, benchmarks, ORCHID
    BlockV6{{0x2001, 0x0db8, 0}, 32},  // documentation
    BlockV6{{0x2002, 0, 0}, 16},       // 6to4
    BlockV6{{0x3fff, 0, 0}, 20},       // documentation
};

bool is_public_v4(std::uint32_t address) {
    return std::none_of(kNotPublicV4.begin(), kNotPublicV4.end(), [address](const BlockV4& block) {
        return (address ^ block.network) >> (32 - block.bits) == 0;
    });
}

// The first `bits`, at most 48, as a number.
std::uint64_t head_of(const std::array<std::uint16_t, 3>& words, int bits) {
    const std::uint64_t all = std::uint64_t{words[0]} << 32 | std::uint64_t{words[1]} << 16 | words[2];
    return all >> (48 - bits);
}

bool is_public_v6(const ip::address_v6::bytes_type& bytes) {
    std::array<std::uint16_t, 8> words{};
    for (std::size_t i = 0; i < words.size(); ++i)
        words[i] = static_cast<std::uint16_t>(bytes[2 * i] << 8 | bytes[2 * i + 1]);
    const std::uint32_t last = std::uint32_t{words[6]} << 16 | words[7];
    const auto starts = [&](std::array<std::uint16_t, 6> prefix) {
        return std::equal(prefix.begin(), prefix.end(), words.begin());
    };
    if (starts({0, 0, 0, 0, 0, 0xffff}) || starts({0x64, 0xff9b, 0, 0, 0, 0})) return is_public_v4(last);
    // Nothing else outside 2000::/3 is in use on the Internet: ::1, fc00::/7, fe80::/10, ff00::/8, ...
    if (words[0] >> 13 != 1) return false;
    const std::array<std::uint16_t, 3> head = {words[0], words[1], words[2]};
    return std::none_of(kNotPublicV6.begin(), kNotPublicV6.end(), [&](const BlockV6& block) {
        return head_of(head, block.bits) == head_of(block.head, block.bits);
    });
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

bool is_public(const ip::address& address) {
    return address.is_v4() ? is_public_v4(address.to_v4().to_uint())
                           : is_public_v6(address.to_v6().to_bytes());
}

std::vector<ip::address> public_among(std::vector<ip::address> addresses) {
    std::erase_if(addresses, [](const ip::address& address) { return !is_public(address); });
    return addresses;
}

bool looks_like_v4(std::string_view host) noexcept {
    while (host.ends_with('.')) host.remove_suffix(1);
    const std::size_t dot = host.rfind('.');
    const std::string_view last = dot == std::string_view::npos ? host : host.substr(dot + 1);
    if (last.empty()) return false;
    if (last.starts_with("0x") || last.starts_with("0X"))
        return last.find_first_not_of("0123456789abcdefABCDEF", 2) == std::string_view::npos;
    return std::all_of(last.begin(), last.end(), is_digit);
}

}  // namespace confab::core
