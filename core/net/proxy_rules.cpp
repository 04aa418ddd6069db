#include "core/net/proxy_rules.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/net/proxy.hpp"
#include "core/net/url.hpp"

namespace confab::core {
namespace ip = boost::asio::ip;
namespace {

std::string canonical(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (out.ends_with('.')) out.pop_back();
    return out;
}

std::optional<int> bits_of(std::string_view text, int most) {
    int bits = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits);
    if (error != std::errc() || end != text.data() + text.size() || bits < 0 || bits > most)
        return std::nullopt;
    return bits;
}

std::optional<ip::address> address_of(std::string_view text) {
    boost::system::error_code error;
    ip::address address = ip::make_address(std::string(text), error);
    if (error) return std::nullopt;
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        address = ip::make_address_v4(ip::v4_mapped, address.to_v6());
    return address;
}

bool same_bits(const unsigned char* a, const unsigned char* b, int bits) {
    const int whole = bits / 8, rest = bits % 8;
    return std::equal(a, a + whole, b) && (rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0);
}

bool is_within(const ip::address& address, const ip::address& network, int bits) {
    if (address.is_v4() != network.is_v4()) return false;
    if (address.is_v4())
        return same_bits(address.to_v4().to_bytes().data(), network.to_v4().to_bytes().data(), bits);
    return same_bits(address.to_v6().to_bytes().data(), network.to_v6().to_bytes().data(), bits);
}

bool is_loopback(const std::string& name, const std::optional<ip::address>& address) {
    return address ? address->is_loopback() : name == "localhost" || name.ends_with(".localhost");
}

std::string with_scheme(std::string text) {
    return text.empty() || text.find("://") != std::string::npos ? text : "http://" + text;
}

}  // namespace

Result<ProxyRules> ProxyRules::from_config(std::string_view proxy, std::string_view no_proxy) {
    ProxyRules rules;
    rules.tls_ = rules.plain_ = with_scheme(std::string(proxy));
    if (!proxy.empty()) {
        const Result<ProxyAddress> usable = ProxyAddress::parse(rules.tls_);
        if (!usable) return usable.error();
    }
    rules.except(no_proxy);
    return rules;
}

ProxyRules ProxyRules::from_environment(const Environment& environment) {
    const auto first_of = [&](std::initializer_list<const char*> names) {
        for (const char* name : names)
            if (std::string value = environment(name); !value.empty()) return value;
        return std::string();
    };
    ProxyRules rules;
    rules.tls_ = with_scheme(first_of({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}));
    rules.plain_ = with_scheme(first_of({"http_proxy", "all_proxy", "ALL_PROXY"}));
    rules.except(first_of({"no_proxy", "NO_PROXY"}));
    return rules;
}

void ProxyRules::except(std::string_view no_proxy) {
    constexpr std::string_view kSeparators = ", \t\r\n";
    while (!no_proxy.empty()) {
        const std::size_t end = std::min(no_proxy.find_first_of(kSeparators), no_proxy.size());
        std::string_view entry = no_proxy.substr(0, end);
        no_proxy.remove_prefix(std::min(end + 1, no_proxy.size()));
        if (entry == "*") except_all_ = true;
        if (entry.empty() || entry == "*") continue;

        Exception exception;
        const std::size_t colon = entry.rfind(':');
        const bool one_colon = colon != std::string_view::npos && entry.find(':') == colon;
        if (one_colon ||
            (entry.starts_with('[') && colon != std::string_view::npos && colon > entry.rfind(']'))) {
            exception.port = port_number(entry.substr(colon + 1));
            if (exception.port == 0) continue;
            entry = entry.substr(0, colon);
        }
        if (entry.starts_with('[') && entry.ends_with(']')) entry = entry.substr(1, entry.size() - 2);
        const std::size_t slash = entry.find('/');
        if (const auto network = address_of(entry.substr(0, slash))) {
            const int most = network->is_v4() ? 32 : 128;
            const auto bits = slash == std::string_view::npos ? most : bits_of(entry.substr(slash + 1), most);
            if (!bits) continue;
            exception.network = *network;
            exception.bits = *bits;
        } else {
            while (entry.starts_with('.')) entry.remove_prefix(1);
            exception.name = canonical(entry);
            if (exception.name.empty()) continue;
        }
        exceptions_.push_back(std::move(exception));
    }
}

bool ProxyRules::is_excepted(const std::string& host, std::uint16_t port) const {
    const std::string name = canonical(host);
    const std::optional<ip::address> address = address_of(name);
    if (except_all_ || is_loopback(name, address)) return true;
    return std::any_of(exceptions_.begin(), exceptions_.end(), [&](const Exception& exception) {
        if (exception.port != 0 && exception.port != port) return false;
        if (exception.name.empty()) return address && is_within(*address, exception.network, exception.bits);
        return name == exception.name || name.ends_with("." + exception.name);
    });
}

std::string ProxyRules::for_target(bool tls, const std::string& host, std::uint16_t port) const {
    const std::string& proxy = tls ? tls_ : plain_;
    return proxy.empty() || is_excepted(host, port) ? std::string() : proxy;
}

}  // namespace confab::core
