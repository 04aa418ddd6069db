#include "core/net/url.hpp"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>

#include <charconv>
#include "core/net/plain_url.hpp"

namespace confab::core {
namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

std::uint16_t default_port(std::string_view scheme) {
    if (scheme == "https" || scheme == "wss") return 443;
    if (scheme == "http" || scheme == "ws") return 80;
    return 0;
}

Error bad_url(const char* why) {
    return Error(Errc::invalid_argument, std::string("not a usable URL: ") + why);
}

Result<Url> split(const boost::urls::url_view& parsed) {
    Url url;
    url.scheme = lower(parsed.scheme());
    url.port = default_port(url.scheme);
    if (url.port == 0) return bad_url("the scheme is not http, https, ws or wss");
    if (parsed.has_userinfo()) return bad_url("it contains credentials");
    const auto host = parsed.encoded_host_address();
    url.host = lower(std::string_view(host.data(), host.size()));
    if (url.host.empty() || url.host.find('%') != std::string::npos) return bad_url("it has no proper host");
    if (parsed.has_port()) {
        const auto port = parsed.port();  // its own port_number() wraps around
        url.port = port_number(std::string_view(port.data(), port.size()));
        if (url.port == 0) return bad_url("the port is out of range");
    }
    const auto target = parsed.encoded_target();
    url.target.assign(target.data(), target.size());
    // Boost.URL 1.81 takes "http://127.0.0.1.example.org/" for the address with a path of ".example.org/".
    if (!url.target.empty() && url.target[0] != '/' && url.target[0] != '?')
        return bad_url("the host is followed by neither a port nor a path");
    if (!url.target.starts_with('/')) url.target.insert(0, 1, '/');
    return url;
}

}  // namespace

std::uint16_t port_number(std::string_view text) noexcept {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc() && end == text.data() + text.size() ? port : std::uint16_t{0};
}

std::string Url::authority() const {
    std::string out = host.find(':') == std::string::npos ? host : "[" + host + "]";
    if (port != default_port(scheme)) out += ":" + std::to_string(port);
    return out;
}

std::string Url::origin() const {
    std::string out;
    out.reserve(scheme.size() + host.size() + 9);
    out.append(scheme).append("://").append(host).append(":").append(std::to_string(port));
    return out;
}

Result<Url> Url::parse(std::string_view text) {
    if (std::optional<Url> plain = plain_url(text)) return std::move(*plain);
    return parse_fully(text);
}

Result<Url> Url::parse_fully(std::string_view text) {
    const auto parsed = boost::urls::parse_uri(boost::core::string_view(text.data(), text.size()));
    if (!parsed) return bad_url("it is not well-formed and absolute");
    return split(*parsed);
}

Result<Url> Url::resolve(std::string_view reference) const {
    const auto parsed =
        boost::urls::parse_uri_reference(boost::core::string_view(reference.data(), reference.size()));
    if (!parsed) return bad_url("the redirect is not well-formed");
    const auto path = parsed->encoded_path();
    if (parsed->has_authority() && !path.empty() && path[0] != '/')
        return bad_url("the host is followed by neither a port nor a path");
    // Our host stays out of it: Boost.URL 1.81 misreads names that begin like an IPv4 address.
    const boost::urls::url base(scheme + "://base.invalid" + target);
    boost::urls::url absolute;
    if (!boost::urls::resolve(base, *parsed, absolute)) return bad_url("the redirect cannot be resolved");
    Result<Url> url = split(absolute);
    if (url && !parsed->has_authority()) {
        url->host = host;
        url->port = port;
    }
    return url;
}

}  // namespace confab::core
