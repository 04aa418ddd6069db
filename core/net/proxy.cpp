#include "core/net/proxy.hpp"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "core/net/base64.hpp"
#include "core/net/http_wire.hpp"
#include "core/net/url.hpp"

namespace confab::core {
namespace {

Error bad_proxy(const char* why) {
    return Error(Errc::invalid_argument,
                 std::string("not a usable proxy: ") + why + " (write http://user:password@host:port)");
}

std::string bracketed(const std::string& host) {
    return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

bool can_stand_in_a_request(const std::string& host) {
    return !host.empty() && host.size() <= 255 && std::all_of(host.begin(), host.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
               c == '.' || c == '_' || c == ':';
    });
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

Result<ProxyAddress> ProxyAddress::parse(std::string_view text) {
    const auto parsed = boost::urls::parse_uri(boost::core::string_view(text.data(), text.size()));
    if (!parsed) return bad_proxy("it is not a well-formed URL");
    const auto scheme = parsed->scheme();
    if (!same_name(std::string_view(scheme.data(), scheme.size()), "http"))
        return bad_proxy("only plain HTTP proxies are supported");
    ProxyAddress proxy;
    const auto host = parsed->encoded_host_address();
    proxy.host.assign(host.data(), host.size());
    if (!can_stand_in_a_request(proxy.host)) return bad_proxy("it has no proper host");
    const auto port = parsed->port();
    proxy.port = port.empty() ? 80 : port_number(std::string_view(port.data(), port.size()));
    if (proxy.port == 0) return bad_proxy("the port is out of range");
    if (parsed->encoded_target().size() > 1 || parsed->has_fragment())
        return bad_proxy("something follows the port");
    if (parsed->has_userinfo()) {
        const std::string user = parsed->user();
        if (user.find(':') != std::string::npos) return bad_proxy("a user name must not contain a colon");
        proxy.credentials = to_base64(user + ":" + std::string(parsed->password()));
    }
    return proxy;
}

std::string ProxyAddress::where() const {
    return bracketed(host) + ":" + std::to_string(port);
}

Result<std::string> connect_request(const ProxyAddress& proxy, const std::string& host, std::uint16_t port) {
    if (!can_stand_in_a_request(host)) return Error(Errc::invalid_argument, "not a host name");
    const std::string target = bracketed(host) + ":" + std::to_string(port);
    std::string out = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
    if (!proxy.credentials.empty()) out += "Proxy-Authorization: Basic " + proxy.credentials + "\r\n";
    return out + "\r\n";
}

std::size_t header_end(std::string_view bytes, std::size_t from) noexcept {
    for (std::size_t at = from < 3 ? 0 : from - 3; at < bytes.size(); ++at) {
        if (bytes[at] != '\n') continue;
        const std::string_view rest = bytes.substr(at + 1);
        if (rest.starts_with('\n')) return at + 2;
        if (rest.starts_with("\r\n")) return at + 3;
    }
    return std::string_view::npos;
}

Result<bool> connect_verdict(const ProxyAddress& proxy, std::string_view header) {
    const bool shape = header.size() > 12 && header.starts_with("HTTP/1.") && is_digit(header[7]) &&
                       header[8] == ' ' && header[9] >= '1' && header[9] <= '5' && is_digit(header[10]) &&
                       is_digit(header[11]) &&
                       (header[12] == ' ' || header[12] == '\r' || header[12] == '\n');
    if (!shape)
        return Error(Errc::protocol,
                     "what listens at " + proxy.where() + " does not answer as an HTTP proxy");
    const int status = (header[9] - '0') * 100 + (header[10] - '0') * 10 + (header[11] - '0');
    if (status / 100 == 1 && status != 101) return false;
    if (status / 100 == 2) return true;
    if (status == 407)
        return Error(Errc::unauthorized,
                     "the proxy " + proxy.where() + " wants " +
                         (proxy.credentials.empty() ? "a user name and a password" : "other credentials"));
    std::string why = std::to_string(status);
    if (const std::string_view phrase = reason_phrase(status); !phrase.empty())
        why.append(" ").append(phrase);
    return Error(Errc::unavailable, "the proxy " + proxy.where() + " refused: " + why);
}

}  // namespace confab::core
